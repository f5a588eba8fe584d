//! Requests to a service, for pages and interfaces. The first line is the address, and the rest a
//! body.
#![no_main]

use axum::body::Body;
use axum::http::Request;
use countersign_compile::compile;
use countersign_pack::read;
use countersign_policy_app::CAPABILITY;
use countersign_testkit::{Scale, scaled};
use countersign_web_kit::{Capability, Config, ServedPolicy, Service, router};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, OnceLock};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

static CAPABILITIES: &[&Capability] = &[&CAPABILITY];
static SERVICE: OnceLock<(Arc<Service>, Runtime)> = OnceLock::new();

fuzz_target!(|text: &str| {
    let (service, runtime) = SERVICE.get_or_init(|| {
        let at = date(2026, 4, 1);
        let reading = read(&[scaled(&Scale { tools: 3, rules: 13, units: 3 })]);
        let compiled = compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:?}"));
        let policy = compiled.policy(at).unwrap_or_else(|faults| panic!("{faults:?}"));
        let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(1).build().expect("a runtime");
        (
            Service::new(
                ServedPolicy::new(policy, at),
                Config { rate: None, ..Config::default() },
                1,
                Capability::site(CAPABILITIES),
            ),
            runtime,
        )
    });
    let (address, body) = text.split_once('\n').unwrap_or((text, ""));
    let method = if body.is_empty() { "GET" } else { "POST" };
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("content-type", "application/json")
        .header("host", "localhost");
    let Ok(request) = request.body(Body::from(body.to_owned())) else { return };
    let response = runtime.block_on(router(Arc::clone(service), CAPABILITIES).oneshot(request)).expect("an answer");
    assert!(!response.status().is_server_error(), "{}", response.status());
});
