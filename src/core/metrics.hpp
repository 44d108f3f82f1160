#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

namespace rostrum {

/// The process's metrics, in Prometheus' own types. Ask for a metric once and keep the reference:
/// the look-up takes a lock, counting does not. References live as long as this object.
class Metrics {
public:
    using Labels = prometheus::Labels;

    Metrics();

    prometheus::Counter& counter(const std::string& name, const std::string& help,
                                 const Labels& labels = {});
    prometheus::Gauge& gauge(const std::string& name, const std::string& help,
                             const Labels& labels = {});
    /// A histogram of seconds, from 1 ms to 10 s.
    prometheus::Histogram& duration(const std::string& name, const std::string& help,
                                    const Labels& labels = {});

    /// The text exposition format.
    std::string exposition() const;

private:
    std::shared_ptr<prometheus::Registry> registry_;
};

}  // namespace rostrum
