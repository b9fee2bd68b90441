//! The schema a pact's policies are validated against: every area, activity and party enumerated.

use crate::model::PactId;
use crate::space::Space;

/// The Cedar schema of one pact.
pub(super) fn text(pact: &PactId, space: &Space) -> String {
    // An enumeration has at least one entry.
    let (modes, mode) = if space.modes().next().is_some() {
        let modes = format!("entity Mode enum [{}];\n", quoted(space.modes()));
        (modes, " mode?: Set<Mode>,")
    } else {
        (String::new(), "")
    };
    format!(
        r#"// Each area, activity and party stands for itself alone: containment is spelled out in the policies.
entity Area enum [{areas}];
entity Activity enum [{activities}];
entity Party enum [{parties}];
{modes}entity Use enum ["read", "screen", "act", "adduce", "forward"];
entity Pact enum ["{pact}"];
entity Profile {{
  originator?: Party,
  releaseTo?: Set<Party>,
  services?: Set<String>,
  activities?: Set<Activity>,
  theatres?: Set<Area>,
  uses: Set<Use>,
  onward: Bool,
  until?: Long,
}};
action covers appliesTo {{
  principal: Party, resource: Pact,
  context: {{ activity: Set<Activity>, theatre: Set<Area>, partner?: Set<Party>, to?: Set<Area>,{mode} at: Long }},
}};
action release, oversee appliesTo {{
  principal: Party, resource: Profile,
  context: {{ activity: Set<Activity>, theatre: Set<Area>, service: String, use: Use, at: Long }},
}};
"#,
        areas = quoted(space.atoms.ids()),
        activities = quoted(space.activities.ids()),
        parties = quoted(space.parties()),
    )
}

fn quoted<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    // Ids have no character that would need escaping.
    ids.map(|id| format!("\"{id}\""))
        .collect::<Vec<_>>()
        .join(", ")
}
