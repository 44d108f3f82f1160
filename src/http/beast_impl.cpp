// The compiled part of Beast, once for the whole build.
#include <boost/beast/src.hpp>
