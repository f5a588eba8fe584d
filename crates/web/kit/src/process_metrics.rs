//! Metrics of the process, with the names that Prometheus clients share
//! (<https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics>).

use procfs::WithCurrentSystemInfo;
use procfs::process::{LimitValue, Process};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use std::fmt;

/// A collector that reads the metrics on request.
#[derive(Debug)]
pub(crate) struct ProcessMetrics;

impl Collector for ProcessMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        // A system without /proc has no such metrics.
        let Ok(process) = Process::myself() else { return Ok(()) };
        let Ok(stat) = process.stat() else { return Ok(()) };
        let seconds = (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64;
        let mut counter = |name: &str, help: &str, value: f64| -> fmt::Result {
            let value = ConstCounter::new(value);
            value.encode(encoder.encode_descriptor(name, help, None, value.metric_type())?)
        };
        counter("process_cpu_seconds", "Processor time of the process, in seconds", seconds)?;
        let mut gauge = |name: &str, help: &str, value: f64| -> fmt::Result {
            let value = ConstGauge::new(value);
            value.encode(encoder.encode_descriptor(name, help, None, value.metric_type())?)
        };
        gauge("process_resident_memory_bytes", "Resident memory, in bytes", stat.rss_bytes().get() as f64)?;
        gauge("process_virtual_memory_bytes", "Virtual memory, in bytes", stat.vsize as f64)?;
        gauge("process_threads", "Threads of the process", stat.num_threads as f64)?;
        if let Ok(booted) = procfs::boot_time_secs() {
            let seconds = booted as f64 + stat.starttime as f64 / procfs::ticks_per_second() as f64;
            gauge("process_start_time_seconds", "When the process began, in seconds since 1970", seconds)?;
        }
        if let Ok(open) = process.fd_count() {
            gauge("process_open_fds", "File descriptors that are open", open as f64)?;
        }
        if let Ok(limits) = process.limits()
            && let LimitValue::Value(most) = limits.max_open_files.soft_limit
        {
            gauge("process_max_fds", "File descriptors that may be open", most as f64)?;
        }
        Ok(())
    }
}
