// The compiled part of Asio, once for the whole build.
#include <boost/asio/impl/src.hpp>
