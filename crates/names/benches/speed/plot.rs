//! How processor time grows with the list, on two logarithmic scales: a line at the dotted one's slope grows in proportion.

use std::fmt::Write as _;

use crate::Size;

/// The plot's decades, from their first power of ten: of entities across, of milliseconds up.
const ENTITIES: (f64, f64) = (3.5, 6.5);
const MILLISECONDS: (f64, f64) = (-2.0, 5.0);
const LEFT: f64 = 60.0;
const RIGHT: f64 = 460.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 420.0;

fn across(entities: f64) -> f64 {
    let (from, to) = ENTITIES;
    LEFT + (entities.log10() - from) / (to - from) * (RIGHT - LEFT)
}

fn up(milliseconds: f64) -> f64 {
    let (from, to) = MILLISECONDS;
    BOTTOM - (milliseconds.log10() - from) / (to - from) * (BOTTOM - TOP)
}

/// The plot of these sizes, measured at that load.
pub fn svg(sizes: &[Size], load: &str) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 480\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"620\" height=\"480\" fill=\"#fff\"/>\n",
    );
    axes(&mut svg, load);
    type Value = fn(&Size) -> f64;
    // With how far below its line's end each name stands: two of them end side by side.
    let lines: [(&str, &str, f64, Value); 3] = [
        ("built", "#6c757d", 4.0, |size| size.built * 1e3),
        ("a query, new words", "#c1121f", 0.0, |size| size.first.mean),
        ("a query, known words", "#2a6f97", 10.0, |size| {
            size.again.mean
        }),
    ];
    for (what, colour, below, value) in lines {
        line(&mut svg, sizes, (what, colour, below), value);
    }
    svg.push_str("</svg>\n");
    svg
}

fn axes(svg: &mut String, load: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(
        svg,
        "<path d=\"M{LEFT} {BOTTOM}H{RIGHT}M{LEFT} {BOTTOM}V{TOP}\" stroke=\"#444\" fill=\"none\"/>"
    );
    for power in 4..=6 {
        let x = across(10_f64.powi(power));
        let y = BOTTOM + 16.0;
        let _ = writeln!(
            svg,
            "<text x=\"{x:.0}\" y=\"{y}\" text-anchor=\"middle\">10{}</text>",
            superscript(power)
        );
    }
    for (power, text) in (-2..).zip([
        "0.01 ms", "0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s",
    ]) {
        let y = up(10_f64.powi(power));
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{text}</text>",
            LEFT - 6.0,
            y + 4.0
        );
        let _ = writeln!(svg, "<path d=\"M{LEFT} {y:.1}H{RIGHT}\" stroke=\"#ddd\"/>");
    }
    let (from, to) = (1e4, 1e6);
    let _ = writeln!(
        svg,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>",
        across(from),
        up(0.02),
        across(to),
        up(0.02 * to / from)
    );
    let _ = writeln!(
        svg,
        "<text x=\"{:.0}\" y=\"{:.0}\" fill=\"#777\">in proportion</text>",
        across(to) + 6.0,
        up(0.02 * to / from) + 14.0
    );
    let middle = f64::midpoint(LEFT, RIGHT);
    let _ = writeln!(
        svg,
        "<text x=\"{middle:.0}\" y=\"{:.0}\" text-anchor=\"middle\">entities</text>",
        BOTTOM + 34.0
    );
    let _ = writeln!(
        svg,
        "<text x=\"{LEFT}\" y=\"{:.0}\" fill=\"#777\">load as it began: {load}</text>",
        BOTTOM + 52.0
    );
}

fn superscript(power: i32) -> char {
    match power {
        4 => '⁴',
        5 => '⁵',
        _ => '⁶',
    }
}

fn line(
    svg: &mut String,
    sizes: &[Size],
    (what, colour, below): (&str, &str, f64),
    value: impl Fn(&Size) -> f64,
) {
    let places = sizes
        .iter()
        .map(|size| (across(size.entities as f64), up(value(size))));
    let path: Vec<String> = places
        .clone()
        .map(|(x, y)| format!("{x:.1} {y:.1}"))
        .collect();
    let _ = writeln!(
        svg,
        "<path d=\"M{}\" stroke=\"{colour}\" stroke-width=\"1.5\" fill=\"none\"/>",
        path.join("L")
    );
    for (size, (x, y)) in sizes.iter().zip(places) {
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"><title>{} entities: {:.3} ms</title></circle>",
            size.entities,
            value(size)
        );
    }
    if let Some(size) = sizes.last() {
        let (x, y) = (across(size.entities as f64) + 8.0, up(value(size)) + below);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.0}\" y=\"{y:.0}\" fill=\"{colour}\">{what}</text>"
        );
    }
}
