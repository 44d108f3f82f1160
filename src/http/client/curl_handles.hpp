#pragma once

#include <curl/curl.h>

#include <memory>

// Owners of libcurl's objects, for the sources of this folder only.

namespace rostrum::http::curl {

template <auto release>
struct Deleter {
    template <typename T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};

using Easy = std::unique_ptr<CURL, Deleter<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Deleter<curl_multi_cleanup>>;
using Url = std::unique_ptr<CURLU, Deleter<curl_url_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Deleter<curl_slist_free_all>>;
using Text = std::unique_ptr<char, Deleter<curl_free>>;

}  // namespace rostrum::http::curl
