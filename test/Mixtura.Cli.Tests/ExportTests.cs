using System.Globalization;

namespace Mixtura.Cli.Tests;

/// <summary>Models for other programs: what is written, and what scikit-learn makes of it.</summary>
public sealed class ExportTests : IDisposable
{
    // one CSV line a row: the log density, or the probabilities
    private const string Figures =
        """
        import csv, sys
        rows = [[float(line[name]) for name in list(line)[:model.n_features_in_]] for line in csv.DictReader(open(sys.argv[1]))]
        for line in ([[value] for value in model.score_samples(rows)] if sys.argv[2] == "score" else model.predict_proba(rows)):
            print(",".join(repr(float(value)) for value in line))
        """;

    private readonly Workspace at = new();

    public void Dispose() => at.Dispose();

    [ScikitLearnTheory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diagonal")]
    [InlineData("spherical")]
    [InlineData("EII")]
    [InlineData("EVI")]
    [InlineData("VEV")]
    public void ScikitLearn_HasTheSameDensities(string structure)
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--covariance", structure, "--restarts", "1", "-q", "-o", at["model.json"]).Code);
        string line = Exported();
        Near(Numbers(Workspace.Run("score", at["model.json"], Workspace.Iris, "--ignore", "label").Output), Python(line, "score"), 1e-11);
        Near(Numbers(Workspace.Run("predict", at["model.json"], Workspace.Iris, "--ignore", "label", "--responsibilities").Output, 3), Python(line, "predict"), 1e-11);
    }

    /// <remarks>Of 'diag' and 'spherical' scikit-learn takes E[ln|Λ|] as if they were full: its probabilities are near ours, not the same.</remarks>
    [ScikitLearnTheory]
    [InlineData("full", "dirichlet", 1e-12)]
    [InlineData("full", "dirichlet-process", 1e-12)]
    [InlineData("tied", "dirichlet", 1e-12)]
    [InlineData("tied", "dirichlet-process", 1e-12)]
    [InlineData("diagonal", "dirichlet", 0.02)]
    [InlineData("spherical", "dirichlet-process", 0.02)]
    public void ScikitLearn_HasTheSameVariationalProbabilities(string structure, string prior, double tolerance)
    {
        Assert.Equal(0, Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--method", "variational", "--weight-prior", prior, "--covariance", structure, "--restarts", "1", "-q", "-o", at["model.json"]).Code);
        Near(Numbers(Workspace.Run("predict", at["model.json"], Workspace.Iris, "--ignore", "label", "--responsibilities").Output, 3), Python(Exported(), "predict"), tolerance);
    }

    /// <remarks>Its features have no names: they are the columns in their order.</remarks>
    [ScikitLearnTheory]
    [InlineData("full")]
    [InlineData("tied")]
    [InlineData("diag")]
    [InlineData("spherical")]
    public void ModelOfScikitLearn_IsRead(string type)
    {
        double[] theirs = Python($"import sklearn.datasets, sklearn.mixture, numpy; model = sklearn.mixture.GaussianMixture(3, covariance_type='{type}', random_state=0).fit(sklearn.datasets.load_iris().data); numpy.savez('model.npz', **vars(model))", "score");
        Near(Numbers(Workspace.Run("score", at["model.npz"], Workspace.Iris, "--ignore", "label").Output), theirs, 1e-11);
        Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "3", "--covariance", type, "--init", $"file:{at["model.npz"]}", "--max-iterations", "0", "-q", "-o", at["again.json"]);
        Near([theirs.Sum()], [Numbers(Workspace.Run("score", at["again.json"], Workspace.Iris, "--ignore", "label").Output).Sum()], 1e-8);
    }

    [ScikitLearnTheory]
    [InlineData("full", "dirichlet_process")]
    [InlineData("full", "dirichlet_distribution")]
    [InlineData("tied", "dirichlet_process")]
    public void VariationalModelOfScikitLearn_IsRead(string type, string prior)
    {
        double[] theirs = Python($"import sklearn.datasets, sklearn.mixture, numpy; model = sklearn.mixture.BayesianGaussianMixture(n_components=3, covariance_type='{type}', weight_concentration_prior_type='{prior}', random_state=0).fit(sklearn.datasets.load_iris().data); numpy.savez('model.npz', **vars(model))", "predict");
        Near(Numbers(Workspace.Run("predict", at["model.npz"], Workspace.Iris, "--ignore", "label", "--responsibilities").Output, 3), theirs, 1e-10);
    }

    [Fact]
    public void Onnx_IsWrittenInBothPrecisions()
    {
        string model = at.FaithfulModel();
        var run = Workspace.Run("export", model, "--to", "onnx", "-o", at["d.onnx"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("input   rows [N, 2]: eruptions, waiting\n  output  label [N], responsibilities [N, 2], log_density [N]", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{new FileInfo(at["d.onnx"]).Length} bytes, double", run.Output, StringComparison.Ordinal);
        Assert.Contains("bytes, float", Workspace.Run("export", model, "--to", "ONNX", "--precision", "float", "-o", at["f.onnx"]).Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(at["f.onnx"]).Length < new FileInfo(at["d.onnx"]).Length);
    }

    [Fact]
    public void OtherStructureOrTreatment_IsSaid()
    {
        Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "2", "--covariance", "EVE", "--restarts", "1", "-q", "-o", at["eve.json"]);
        Assert.Contains("its EVE covariances as 'full'", Workspace.Run("export", at["eve.json"], "--to", "scikit-learn", "-o", at["eve.npz"]).Output, StringComparison.Ordinal);
        Workspace.Run("fit", Workspace.Iris, "--label", "label", "-k", "2", "--covariance", "diagonal", "--method", "variational", "--restarts", "1", "-q", "-o", at["v.json"]);
        var run = Workspace.Run("export", at["v.json"], "--to", "scikit-learn", "-o", at["v.npz"]);
        Assert.Contains("BayesianGaussianMixture", run.Output, StringComparison.Ordinal);
        Assert.Contains("differs a little from ours", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBe_IsRefusedAndNothingWritten()
    {
        string model = at.FaithfulModel();
        Workspace.Run("export", model, "-o", at["x"]).IsBadInput("--to onnx or --to scikit-learn");
        Workspace.Run("export", model, "--to", "onnx").IsBadInput("-o model.onnx");
        Workspace.Run("export", model, "--to", "scikit-learn", "--precision", "float", "-o", at["x"]).IsBadInput("--precision is for --to onnx");
        Workspace.Run("export", model, "--to", "onnx", "-o", model, "--force").IsBadInput("would be lost");
        Workspace.Run("export", at["none.json"], "--to", "onnx", "-o", at["x"]).IsBadInput("there is no such file");
        Workspace.Run("fit", Workspace.Faithful, "-k", "2", "--family", "student-t", "--restarts", "1", "-q", "-o", at["t.json"]);
        Workspace.Run("export", at["t.json"], "--to", "scikit-learn", "-o", at["x"]).IsBadInput("no mixtures of the kind 'student-t'");
        Assert.False(File.Exists(at["x"]));
        Workspace.Run("export", model, "--to", "onnx", "-o", at.Write("there", "text")).IsBadInput("exists already");
    }

    private string Exported()
    {
        var run = Workspace.Run("export", at["model.json"], "--to", "scikit-learn", "-o", at["model.npz"]);
        Assert.Equal(0, run.Code);
        return run.Lines[1];
    }

    private double[] Python(string makesModel, string figure)
    {
        var (code, output, error) = ScikitLearnTheoryAttribute.Run(at.Folder, $"{makesModel}\n{Figures}", Workspace.Iris, figure);
        Assert.True(code == 0, error);
        return [.. output.Split((char[])['\n', ','], StringSplitOptions.RemoveEmptyEntries).Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    // the last columns of a table with a header
    private static double[] Numbers(string table, int columns = 1) => [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .SelectMany(line => line.Split(',')[^columns..]).Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * Math.Max(1, Math.Abs(pair.First))));
    }
}
