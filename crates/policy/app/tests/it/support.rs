use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode};
use countersign_compile::Compiler;
use countersign_compiled::Policy;
use countersign_policy_app::CAPABILITY;
use countersign_reader::{Limits, chain};
use countersign_web_kit::{Capability, Config, Peer, ServedPolicy, Service, router};
use jiff::civil::{Date, date};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt;

/// The day of every test.
pub(crate) const DAY: Date = date(2026, 4, 1);

/// The policy alone.
pub(crate) const CAPABILITIES: &[&Capability] = &[&CAPABILITY];

/// A reply.
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Told {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

pub(crate) fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(name)
}

/// A pack from its folder, compiled.
pub(crate) fn policy(dir: &Path) -> Policy {
    changed(dir, |text| text)
}

/// The same with its rules changed.
pub(crate) fn changed(dir: &Path, change: impl Fn(String) -> String) -> Policy {
    let mut folders = chain(dir, &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    for file in folders.iter_mut().flat_map(|folder| &mut folder.files) {
        if file.path.ends_with(".cedar") {
            file.bytes = change(String::from_utf8(file.bytes.clone()).expect("UTF-8")).into_bytes();
        }
    }
    let reading = countersign_pack::read(&folders);
    let errors: Vec<_> = reading.diagnostics.iter().filter(|fault| fault.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut compiler = Compiler::default();
    let compiled = compiler.compile(reading.pack, &reading.files).unwrap_or_else(|faults| panic!("{faults:?}"));
    compiler.policy(&compiled, DAY).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// A service of a pack of this project.
pub(crate) fn service(name: &str) -> Arc<Service> {
    Service::new(
        ServedPolicy::new(policy(&pack(name)), DAY),
        Config { rate: None, ..Config::default() },
        1,
        Capability::site(CAPABILITIES),
    )
}

/// Sends a request from this machine to the host `localhost`, unless it names another.
pub(crate) fn ask(service: &Arc<Service>, mut request: Request<Body>) -> Told {
    request.headers_mut().entry("host").or_insert("localhost".parse().expect("a host"));
    request.extensions_mut().insert(Peer::of(([127, 0, 0, 1], 1).into()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let response: Response<Body> =
            router(Arc::clone(service), CAPABILITIES).oneshot(request).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Told { status: head.status, headers: head.headers, body }
    })
}

pub(crate) fn get(service: &Arc<Service>, uri: &str) -> Told {
    ask(service, Request::get(uri).body(Body::empty()).expect("a request"))
}

pub(crate) fn post(service: &Arc<Service>, uri: &str, body: &Value) -> Told {
    let request = Request::post(uri).header("content-type", "application/json");
    ask(service, request.body(Body::from(body.to_string())).expect("a request"))
}
