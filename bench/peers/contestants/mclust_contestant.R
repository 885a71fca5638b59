# mclust's turn: times me() from the responsibilities of the start's parameters.
# Prints one JSON line; the protocol is described in the README.

suppressPackageStartupMessages(library(mclust))

model_names <- c(full = "VVV", tied = "EEE", diagonal = "VVI", spherical = "VII")

main <- function() {
  options <- parse_options(commandArgs(trailingOnly = TRUE))
  model_name <- model_names[[options$structure]]
  iterations <- as.integer(options$iterations)
  rows <- read_npy(options$data)
  start <- read_start(options$start, options$structure)
  responsibilities <- estep(rows, model_name, start)$z
  run_passes(rows, model_name, responsibilities, 1L) # the warm-up
  before <- clocks()
  fit <- run_passes(rows, model_name, responsibilities, iterations)
  spent <- clocks() - before
  print_result(fit, spent)
}

parse_options <- function(arguments) {
  odd <- seq(1, length(arguments), by = 2)
  stats::setNames(as.list(arguments[odd + 1]), sub("^--", "", arguments[odd]))
}

# Reads version 1.0 of the NPY format, float64 in C order: what the comparison writes.
read_npy <- function(path) {
  file <- file(path, "rb")
  on.exit(close(file))
  preamble <- readBin(file, "raw", 8)
  stopifnot(rawToChar(preamble[2:6]) == "NUMPY", preamble[7] == 1)
  header <- readChar(file, readBin(file, "integer", size = 2, signed = FALSE, endian = "little"))
  stopifnot(grepl("'<f8'", header), grepl("'fortran_order': False", header))
  shape <- as.integer(strsplit(sub(".*'shape': \\(([^)]*)\\).*", "\\1", header), ", *")[[1]])
  values <- readBin(file, "double", prod(shape), endian = "little")
  aperm(array(values, rev(shape)))
}

read_start <- function(json_path, structure) {
  part <- function(name) read_npy(sub("\\.json$", paste0("-", name, ".npy"), json_path))
  list(
    pro = as.vector(part("weights")),
    mean = t(part("means")),
    variance = variance_of(aperm(part("covariances"), c(2, 3, 1)), structure)
  )
}

# Full covariances (features x features x components) in the form that mclust's E-step takes.
variance_of <- function(covariances, structure) {
  variances <- apply(covariances, 3, diag)
  features <- dim(covariances)[1]
  components <- dim(covariances)[3]
  scale <- exp(colMeans(log(variances)))
  own <- switch(structure,
    full = list(cholsigma = array(apply(covariances, 3, chol), dim(covariances))),
    tied = list(Sigma = covariances[, , 1], cholSigma = chol(covariances[, , 1])),
    diagonal = list(scale = scale, shape = sweep(variances, 2, scale, "/")),
    spherical = list(sigmasq = variances[1, ])
  )
  c(list(modelName = model_names[[structure]], d = features, G = components), own)
}

# me() begins with an M-step from the responsibilities, and its last E-step gives the likelihood.
run_passes <- function(rows, model_name, responsibilities, iterations) {
  control <- emControl(tol = 0, itmax = iterations)
  me(rows, modelName = model_name, z = responsibilities, control = control, warn = FALSE)
}

clocks <- function() {
  used <- proc.time()
  c(wall = as.numeric(Sys.time()), cpu = used[["user.self"]] + used[["sys.self"]])
}

print_result <- function(fit, spent) {
  iterations <- abs(attr(fit, "info")[["iterations"]])
  if (is.na(fit$loglik)) stop(attr(fit, "WARNING"))
  libraries <- sprintf("R %s, BLAS %s", getRversion(), blas())
  cat(sprintf(
    paste0(
      '{"name": "mclust", "version": "%s", "threads": 1, "iterations": %d, ',
      '"wallSeconds": %.9g, "cpuSeconds": %.9g, "logLikelihood": %.17g, "libraries": "%s"}\n'
    ),
    packageVersion("mclust"), as.integer(iterations), spent[["wall"]], spent[["cpu"]],
    fit$loglik, libraries
  ))
}

# The file and its folder, which is what tells OpenBLAS from the reference on Debian.
blas <- function() {
  path <- extSoftVersion()[["BLAS"]]
  file.path(basename(dirname(path)), basename(path))
}

main()
