#include "core/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace rostrum {

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

prometheus::Counter& Metrics::counter(const std::string& name, const std::string& help,
                                      const Labels& labels) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Gauge& Metrics::gauge(const std::string& name, const std::string& help,
                                  const Labels& labels) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Histogram& Metrics::duration(const std::string& name, const std::string& help,
                                         const Labels& labels) {
    static const prometheus::Histogram::BucketBoundaries seconds{
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    return prometheus::BuildHistogram()
        .Name(name)
        .Help(help)
        .Register(*registry_)
        .Add(labels, seconds);
}

std::string Metrics::exposition() const {
    return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace rostrum
