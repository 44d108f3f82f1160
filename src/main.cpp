#include "app/commands.hpp"

int main(int argc, char** argv) { return rostrum::app::run(argc, argv); }
