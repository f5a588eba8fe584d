use serde_json::json;

/// The time of a peer's decision, with the request made beforehand, and including the request.
pub struct Peer {
    pub name: &'static str,
    pub decide_ns: f64,
    pub with_request_ns: f64,
}

/// Prints figures as they arrive, one on each line.
pub struct Figures {
    json: bool,
}

impl Figures {
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    pub fn tell(&self, name: &str, value: f64, unit: &str) {
        if self.json {
            println!("{}", json!({ "name": name, "value": rounded(value), "unit": unit }));
        } else {
            println!("{name:<28} {:>14} {unit}", shown(value));
        }
    }

    /// Prints `decide`, with its ratios to the best peer and to a table of all answers.
    pub fn ratios(&self, ours: f64, table: f64, peers: &[Peer]) {
        let Some(best) = peers.iter().min_by(|one, other| one.decide_ns.total_cmp(&other.decide_ns)) else { return };
        if self.json {
            let line = json!({
                "name": "decide", "value": rounded(ours), "unit": "ns",
                "ratio_to_best_peer": rounded(best.decide_ns / ours), "best_peer": best.name,
                "ratio_to_table": rounded(ours / table),
            });
            println!("{line}");
        } else {
            println!("{:<28} {:>14} ns", "decide", shown(ours));
            println!("{:<28} {:>14} times faster than {}", "", shown(best.decide_ns / ours), best.name);
            println!("{:<28} {:>14} times a table of all answers", "", shown(ours / table));
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn shown(value: f64) -> String {
    if value >= 1_000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
