# mclust's side of the comparison of whole tables: mclustBIC(x), as called.
# Rscript mclust_table.R DATA.csv REPEATS prints one JSON line.
suppressMessages(library(mclust))
arguments <- commandArgs(trailingOnly = TRUE)
x <- as.matrix(read.csv(arguments[1], header = FALSE))
invisible(mclustBIC(x, verbose = FALSE))
seconds <- numeric()
for (i in seq_len(as.integer(arguments[2]))) {
  seconds <- c(seconds, system.time(table <- mclustBIC(x, verbose = FALSE))[["elapsed"]])
}
cells <- character()
for (g in rownames(table)) for (model in colnames(table)) {
  value <- table[g, model]
  if (is.finite(value)) {
    loglik <- (value + nMclustParams(model, ncol(x), as.integer(g)) * log(nrow(x))) / 2
    cells <- c(cells, sprintf("\"%s,%s\": %.10f", model, g, loglik))
  }
}
cat(sprintf("{\"seconds\": [%s], \"best\": \"%s\", \"version\": \"%s\", \"cells\": {%s}}\n",
  paste(seconds, collapse = ", "), names(pickBIC(table, 1)), packageVersion("mclust"), paste(cells, collapse = ", ")))
