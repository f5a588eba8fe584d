//! Wrong values of `serve`'s options.

use crate::support::run;

/// A negative number is a wrong value, not an unknown option.
#[test]
fn numeric_options_report_their_range() {
    for (option, range) in [
        ("--rate", "0 to 1000000"),
        ("--timeout", "1 to 600"),
        ("--connections", "1 to 1000000"),
        ("--versions", "0 to 20"),
    ] {
        for value in ["-5", "-1.5", "many", "99999999", ""] {
            let refused = run(&["serve", "--pack", "packs/moj", option, value]);
            assert_eq!(refused.status, 2, "{option} {value}: {}", refused.err);
            let expected = format!("`{value}`; expected a number from {range}");
            assert!(
                refused.err.contains(&expected) && refused.err.contains(option),
                "{option} {value}: {}",
                refused.err
            );
        }
    }
}
