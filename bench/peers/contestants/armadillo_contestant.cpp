// Armadillo's turn: times gmm_full / gmm_diag learn() from the start's parameters.
// Prints one JSON line; the protocol is described in the README.

#include <armadillo>
#include <omp.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{

// Smallest variance that Armadillo may put in place of an estimated one: low enough never to act.
constexpr double variance_floor = 1e-30;

struct Array
{
    std::vector<arma::uword> shape;
    std::vector<double> values;
};

struct Start
{
    arma::rowvec weights;
    arma::mat means;
    arma::cube covariances;
};

struct Measurement
{
    std::size_t iterations;
    double wall_seconds;
    double cpu_seconds;
    double log_likelihood;
};

using Options = std::map<std::string, std::string>;

Options parse_options(int count, char** arguments)
{
    Options options;
    for (int i = 1; i + 1 < count; i += 2)
        options[arguments[i]] = arguments[i + 1];
    for (const char* required : {"--data", "--start", "--structure", "--iterations"})
        if (options.count(required) == 0)
            throw std::runtime_error(std::string("missing option ") + required);
    return options;
}

std::vector<arma::uword> parse_shape(const std::string& header)
{
    const std::size_t from = header.find('(', header.find("'shape'")) + 1;
    std::istringstream numbers(header.substr(from, header.find(')', from) - from));
    std::vector<arma::uword> shape;
    for (std::string number; std::getline(numbers, number, ',');)
        if (number.find_first_of("0123456789") != std::string::npos)
            shape.push_back(std::stoull(number));
    return shape;
}

// Reads version 1.0 of the NPY format, float64 in C order: what the comparison writes.
Array read_npy(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    char preamble[10];
    if (!file.read(preamble, sizeof preamble) || std::string(preamble + 1, 5) != "NUMPY")
        throw std::runtime_error(path + " is not an NPY file");
    const auto byte = [&](int at) { return static_cast<unsigned char>(preamble[at]); };
    std::string header(byte(8) + 256u * byte(9), ' ');
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    if (byte(6) != 1 || header.find("'<f8'") == std::string::npos
        || header.find("'fortran_order': False") == std::string::npos)
        throw std::runtime_error(path + " is not NPY 1.0 with float64 in C order");

    Array array{parse_shape(header), {}};
    std::size_t length = 1;
    for (const arma::uword extent : array.shape)
        length *= extent;
    array.values.resize(length);
    const auto bytes = static_cast<std::streamsize>(length * sizeof(double));
    if (!file.read(reinterpret_cast<char*>(array.values.data()), bytes))
        throw std::runtime_error(path + " ends too early");
    return array;
}

// Rows in C order are columns in Armadillo's order, so that nothing moves.
arma::mat columns_of(const Array& rows)
{
    return arma::mat(rows.values.data(), rows.shape.at(1), rows.shape.at(0));
}

Start read_start(const std::string& json_path)
{
    const std::string stem = json_path.substr(0, json_path.rfind(".json"));
    const Array covariances = read_npy(stem + "-covariances.npy");
    return {
        arma::rowvec(read_npy(stem + "-weights.npy").values),
        columns_of(read_npy(stem + "-means.npy")),
        arma::cube(covariances.values.data(), covariances.shape.at(1), covariances.shape.at(2),
                   covariances.shape.at(0)),
    };
}

void set_start(arma::gmm_full& model, const Start& start)
{
    model.set_params(start.means, start.covariances, start.weights);
}

void set_start(arma::gmm_diag& model, const Start& start)
{
    arma::mat variances(start.means.n_rows, start.means.n_cols);
    for (arma::uword k = 0; k < variances.n_cols; ++k)
        variances.col(k) = start.covariances.slice(k).diag();
    model.set_params(start.means, variances, start.weights);
}

double cpu_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wall_seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::size_t count_of(const std::string& part, const std::string& text)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

// Returns how many iterations were made. learn() stops by itself when the likelihood no longer
// changes and tells so only in its progress lines (one an iteration), hence the print mode.
template <typename Model>
std::size_t learn(Model& model, const arma::mat& data, arma::uword iterations)
{
    std::ostringstream progress;
    arma::set_cout_stream(progress);
    const bool learned = model.learn(data, model.n_gaus(), arma::eucl_dist, arma::keep_existing, 0,
                                     iterations, variance_floor, true);
    arma::set_cout_stream(std::cout);
    if (!learned)
        throw std::runtime_error("learn() failed");
    return count_of("EM: iteration:", progress.str());
}

template <typename Model>
Measurement measure(const arma::mat& data, const Start& start, arma::uword iterations)
{
    Model warm_up;
    set_start(warm_up, start);
    learn(warm_up, data, 1);

    Model model;
    set_start(model, start);
    const double cpu = cpu_seconds();
    const double wall = wall_seconds();
    const std::size_t done = learn(model, data, iterations);
    return {done, wall_seconds() - wall, cpu_seconds() - cpu, model.sum_log_p(data)};
}

void print(const Measurement& measurement)
{
    std::printf("{\"name\": \"Armadillo\", \"version\": \"%u.%u.%u\", \"threads\": %d, "
                "\"iterations\": %zu, \"wallSeconds\": %.9g, \"cpuSeconds\": %.9g, "
                "\"logLikelihood\": %.17g, \"libraries\": \"g++ %s\"}\n",
                arma::arma_version::major, arma::arma_version::minor, arma::arma_version::patch,
                omp_get_max_threads(), measurement.iterations, measurement.wall_seconds,
                measurement.cpu_seconds, measurement.log_likelihood, __VERSION__);
}

Measurement run(const Options& options)
{
    const arma::mat data = columns_of(read_npy(options.at("--data")));
    const Start start = read_start(options.at("--start"));
    const auto iterations = static_cast<arma::uword>(std::stoull(options.at("--iterations")));
    const std::string& structure = options.at("--structure");
    if (structure == "full")
        return measure<arma::gmm_full>(data, start, iterations);
    if (structure == "diagonal")
        return measure<arma::gmm_diag>(data, start, iterations);
    throw std::runtime_error("Armadillo has no " + structure + " covariances");
}

}

int main(int count, char** arguments)
{
    try
    {
        print(run(parse_options(count, arguments)));
        return EXIT_SUCCESS;
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
