//! Whether there is a solver, for tests that prove.

/// Whether cvc5 can be run. Without it a test says so and proves nothing; where `CI` is set, it must be there.
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
pub fn cvc5() -> bool {
    let mut program = std::process::Command::new("cvc5");
    let there = program.arg("--version").output().is_ok();
    assert!(
        there || std::env::var_os("CI").is_none(),
        "cvc5 is not installed (apt-get install cvc5), and CI requires the proofs"
    );
    if !there {
        eprintln!("SKIPPED: cvc5 is not installed (apt-get install cvc5); nothing was proved");
    }
    there
}
