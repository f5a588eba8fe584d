//! The limit for any service of this kind: nginx with a file, configured for speed.

use super::process::{Process, SERVER};
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

/// The path of the file.
pub(super) const PATH: &str = "/answer.json";

/// Starts one worker on the service's core, with a file of this size and the headers that the
/// service sends.
pub(super) fn serving(dir: &Path, size: usize) -> Result<Process, String> {
    let body = "x".repeat(size);
    let failed = |error: std::io::Error| error.to_string();
    fs::create_dir_all(dir.join("files")).map_err(failed)?;
    fs::write(dir.join("files/answer.json"), body).map_err(failed)?;
    // A port that is free now. Nothing else is expected to look for one.
    let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).map_err(failed)?;
    let text = CONFIGURATION.replace("ADDRESS", &address.to_string()).replace("DIR", &dir.to_string_lossy());
    let file = dir.join("nginx.conf");
    fs::write(&file, text).map_err(failed)?;
    let mut command = Command::new("taskset");
    command.args(["-c", SERVER, "nginx", "-p"]).arg(dir).arg("-c").arg(&file).args(["-e", "stderr"]);
    Process::other(command, address, worker)
}

/// Returns the worker of a process.
fn worker(of: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).ok()?;
    text.split_whitespace().next()?.parse().ok()
}

const CONFIGURATION: &str = "\
daemon off;
user root;
worker_processes 1;
pid DIR/pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 60;
  keepalive_requests 1000000000;
  open_file_cache max=10 inactive=1h;
  open_file_cache_valid 1h;
  default_type application/json;
  types { }
  client_body_temp_path DIR/body;
  proxy_temp_path DIR/proxy;
  fastcgi_temp_path DIR/fastcgi;
  uwsgi_temp_path DIR/uwsgi;
  scgi_temp_path DIR/scgi;
  add_header content-security-policy \"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\";
  add_header x-content-type-options nosniff;
  add_header x-frame-options DENY;
  add_header referrer-policy same-origin;
  add_header cross-origin-opener-policy same-origin;
  add_header cache-control no-cache;
  server {
    listen ADDRESS;
    root DIR/files;
  }
}
";
