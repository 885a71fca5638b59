using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mixtura.Cli.Tests;

/// <summary>Starts from a labelling of the rows, and from means alone.</summary>
public sealed class StartTests : IDisposable
{
    private readonly Workspace at = new();

    private static string Iris => Workspace.Sample("iris.csv");

    private static string Faithful => Workspace.Sample("faithful.csv");

    public void Dispose() => at.Dispose();

    /// <summary>Before the first iteration it is mclust's discriminant analysis of the labels: log-likelihood −182.9208 (MclustDA, EDDA, VVV); the components stand for no classes.</summary>
    [Fact]
    public void Labels_AreWhereItBegins()
    {
        var fit = Workspace.Run("fit", Iris, "--init", "labels:label", "--max-iterations", "0", "--tolerance", "0", "--order", "none", "--format", "json");
        using var json = JsonDocument.Parse(fit.Output);
        Assert.Equal(-182.920848605296, json.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), 1e-8);
        Assert.Equal(5.006, json.RootElement.GetProperty("means")[0][0].GetDouble(), 1e-12);
        Assert.False(json.RootElement.TryGetProperty("classes", out _));
        var climbed = Workspace.Run("fit", Iris, "--init", "labels:label", "--label", "label");
        Assert.Equal(0, climbed.Code);
        Assert.Contains("1, from the parameters given", climbed.Output, StringComparison.Ordinal);

        // the best log-likelihood of three Gaussians that is sound, which mclust finds too
        Assert.Contains("-180.185", climbed.Output, StringComparison.Ordinal);
    }

    /// <summary>From two means, in whatever order the columns are, to the optimum that mclust finds of the geyser.</summary>
    [Fact]
    public void Means_AreEnough()
    {
        string means = at["means.csv"];
        File.WriteAllText(means, "waiting,eruptions\n54,2\n80,4.3\n");
        var fit = Workspace.Run("fit", Faithful, "--init", $"means:{means}", "--order", "none", "--format", "json");
        Assert.Equal(0, fit.Code);
        using var json = JsonDocument.Parse(fit.Output);
        Assert.Equal(-1130.26396, json.RootElement.GetProperty("fit").GetProperty("logLikelihood").GetDouble(), 1e-4);
        Assert.InRange(json.RootElement.GetProperty("means")[0][0].GetDouble(), 2, 2.1);
    }

    /// <summary>The Bayesian treatment starts there too, and ends where its own starts do.</summary>
    [Fact]
    public void VariationalMethod_StartsFromMeansLabelsAndFiles()
    {
        string means = at.Write("means.csv", "eruptions,waiting\n2,54\n4.3,80\n");
        string model = at.FaithfulModel();
        double Bound(params string[] arguments)
        {
            var run = Workspace.Run(["fit", .. arguments, "--method", "variational", "--format", "json"]);
            Assert.Equal(0, run.Code);
            using var json = JsonDocument.Parse(run.Output);
            return json.RootElement.GetProperty("fit").GetProperty("lowerBound").GetDouble();
        }

        double own = Bound(Faithful, "-k", "2");
        Assert.Equal(own, Bound(Faithful, "--init", $"means:{means}"), 1e-5);
        Assert.Equal(own, Bound(Faithful, "--init", $"file:{model}"), 1e-5);

        // its own starts empty a component, whose bound is higher; from three species it ends elsewhere
        var labels = Workspace.Run("fit", Iris, "--init", "labels:label", "--label", "label", "--method", "variational");
        Assert.Equal(0, labels.Code);
        Assert.Matches("setosa +(50 +0 +0|0 +50 +0|0 +0 +50)\\b", labels.Output);
        Assert.True(Bound(Iris, "--init", "labels:label") < Bound(Iris, "-k", "3", "--label", "label"));
        Assert.Contains("--fix and --weight-bounds belong to --method em", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--fix", "means", "--method", "variational").Error, StringComparison.Ordinal);
    }

    /// <summary>Nearest in the features' own deviations, whatever their units; an empty cell says nothing; the first line of the file is component 0.</summary>
    [Fact]
    public void NearestMean_IsInDeviationsAndOfWhatIsObserved()
    {
        // y tells the two apart; x, in units a million times smaller, spreads over both
        string[] rows = [.. Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"{(i % 3 == 1 ? string.Empty : 1e6 * (i * 7 % 40))},{(i < 10 ? 0 : 1) + (0.01 * (i * 3 % 7))}"))];
        string data = at.Write("rows.csv", $"x,y\n{string.Join('\n', rows)}\n");
        string means = at.Write("two.csv", "x,y\n39e6,0\n0,1\n");
        var fit = Workspace.Run("fit", data, "--init", $"means:{means}", "--covariance", "diagonal", "--max-iterations", "0", "--tolerance", "0", "--order", "none", "--format", "json");
        using var json = JsonDocument.Parse(fit.Output);
        double[] weights = [.. json.RootElement.GetProperty("weights").EnumerateArray().Select(static one => one.GetDouble())];

        // by numpy: distances in standard deviations of x and y, of what is observed
        int first = Enumerable.Range(0, 40).Count(i => IsNearerToTheFirst(i));
        Assert.Equal(first / 40.0, weights[0], 1e-12);
        Assert.Contains("1, from the parameters given", Workspace.Run("fit", data, "--init", $"means:{means}", "--covariance", "diagonal", "--max-iterations", "1", "--tolerance", "0").Output, StringComparison.Ordinal);

        static double X(int i) => 1e6 * (i * 7 % 40);
        static double Y(int i) => (i < 10 ? 0 : 1) + (0.01 * (i * 3 % 7));
        static bool HasX(int i) => i % 3 != 1;
        static double Variance(double[] values) => values.Average(value => Math.Pow(value - values.Average(), 2));
        static bool IsNearerToTheFirst(int i)
        {
            double x = Variance([.. Enumerable.Range(0, 40).Where(HasX).Select(X)]);
            double y = Variance([.. Enumerable.Range(0, 40).Select(Y)]);
            double Distance(double atX, double atY) => (HasX(i) ? Math.Pow(X(i) - atX, 2) / x : 0) + (Math.Pow(Y(i) - atY, 2) / y);
            return Distance(39e6, 0) < Distance(0, 1);
        }
    }

    /// <summary>A component that is known stays as it is, by number or by name; what is not free is not counted.</summary>
    [Fact]
    public void FixedParts_Stay()
    {
        string model = at["start.json"];
        Workspace.Run("fit", Faithful, "-k", "2", "--names", "long,short", "--output", model);
        string noisy = Workspace.Sample("faithful-noise.csv");
        var fit = Workspace.Run("fit", noisy, "--ignore", "label", "--init", $"file:{model}", "--fix", "means:long,covariances:0", "--order", "none", "--format", "json");
        Assert.Equal(0, fit.Code);
        using var start = JsonDocument.Parse(File.ReadAllText(model));
        using var end = JsonDocument.Parse(fit.Output);
        foreach (string part in new[] { "means", "covariances" })
        {
            Assert.Equal(start.RootElement.GetProperty(part)[0].ToString(), end.RootElement.GetProperty(part)[0].ToString());
            Assert.NotEqual(start.RootElement.GetProperty(part)[1].ToString(), end.RootElement.GetProperty(part)[1].ToString());
        }

        var record = end.RootElement.GetProperty("fit");
        Assert.Equal((6, 5), (record.GetProperty("parameters").GetInt32(), record.GetProperty("fixedParameters").GetInt32()));

        // the file tells it to what comes after
        string held = at.Write("held.json", fit.Output);
        using var score = JsonDocument.Parse(Workspace.Run("score", held, noisy, "--ignore", "label", "--summary", "--format", "json").Output);
        Assert.Equal(6, score.RootElement.GetProperty("parameters").GetInt32());
        Assert.Equal(record.GetProperty("bic").GetDouble(), score.RootElement.GetProperty("bic").GetDouble(), 1e-8);
        Assert.Contains("11 parameters, 5 of them fixed in the fit", Workspace.Run("inspect", held).Output, StringComparison.Ordinal);
        Assert.Contains("parameters      7, and 4 fixed", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--fix", "means").Output, StringComparison.Ordinal);
        foreach (var (asked, message) in new[]
        {
            ("sizes", "there is no part 'sizes'. Known are weights, means, covariances, degrees-of-freedom."), ("means:7", "there is no component '7'."), ("degrees-of-freedom", "Gaussian components have none"),
        })
        {
            var refused = Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--fix", asked);
            Assert.Equal(2, refused.Code);
            Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        }

        // without bounds the shares are 0.64 and 0.36
        var even = JsonNode.Parse(File.ReadAllText(model))!;
        even["weights"] = new JsonArray(0.5, 0.5);
        Assert.Matches("0 +long +0[.]6000 ", Workspace.Run("fit", Faithful, "--init", $"file:{at.Write("even.json", even.ToJsonString())}", "--weight-bounds", "0.4:0.6").Output);
        Assert.Contains("outside the bounds 0.4 to 0.9", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--weight-bounds", "0.4:0.9").Error, StringComparison.Ordinal);
        Assert.Contains("--weight-bounds is '0.9:0.4'. Give two numbers from 0 to 1", Workspace.Run("fit", Faithful, "--init", $"file:{model}", "--weight-bounds", "0.9:0.4").Error, StringComparison.Ordinal);
        Assert.Contains("--weight-bounds bounds the weights of the model", Workspace.Run("fit", Faithful, "-k", "2", "--weight-bounds", "0.4:0.9").Error, StringComparison.Ordinal);
        Assert.Contains("--fix keeps parts of the model that --init file: starts from", Workspace.Run("fit", Faithful, "-k", "2", "--fix", "means").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2,54\n4.3,80\n1e6,1e6\n", "no row is nearest to the mean in line 4")]
    [InlineData("2,54\n4.3,80\n", "--components is 3, but the start has 2 means", "-k", "3")]
    [InlineData("2,54\n4.3,80\n", "--init labels: and means: do not go with --noise", "--noise")]
    [InlineData("2,54\n4.3,80\n", "--standardize does not go with --init file:, labels: or means:", "--standardize")]
    public void WhatCannotBe_IsSaid(string lines, string message, params string[] more)
    {
        string means = at["means.csv"];
        File.WriteAllText(means, "eruptions,waiting\n" + lines);
        var fit = Workspace.Run(["fit", Faithful, "--init", $"means:{means}", .. more]);
        Assert.Equal(2, fit.Code);
        Assert.Contains(message, fit.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no column 'species'", "labels:species")]
    [InlineData("there is no such file", "means:nowhere.csv", "--ignore", "label")]
    [InlineData("one column of labels is read", "labels:label", "--label", "Petal_Width")]
    public void WhatIsNotThere_IsSaid(string message, string init, params string[] more)
    {
        var fit = Workspace.Run(["fit", Iris, "--init", init, .. more]);
        Assert.Equal(2, fit.Code);
        Assert.Contains(message, fit.Error, StringComparison.Ordinal);
    }

    /// <summary>What select and inspect print for people is in their JSON too.</summary>
    [Fact]
    public void TestsMergingAndErrors_AreInTheJson()
    {
        string model = at["two.json"];
        var select = Workspace.Run("select", Faithful, "-k", "1:2", "--lrt", "19", "--merge", "--format", "json", "--output", model);
        using var json = JsonDocument.Parse(select.Output);
        var test = json.RootElement.GetProperty("likelihoodRatioTests")[0];
        Assert.Equal(1, test.GetProperty("components").GetInt32());
        Assert.Equal(0.05, test.GetProperty("pValue").GetDouble(), 1e-12);
        Assert.Equal(19, test.GetProperty("replicates").GetInt32());

        // −1130.264 and −1289.797 are mclust's log-likelihoods with two and one
        Assert.Equal(2 * (1289.797 - 1130.264), test.GetProperty("statistic").GetDouble(), 0.01);
        var merging = json.RootElement.GetProperty("merging");
        Assert.Equal(2, merging.GetProperty("steps").GetArrayLength());
        Assert.Equal(2, merging.GetProperty("steps")[0].GetProperty("partition").GetArrayLength());
        Assert.Equal(2, merging.GetProperty("steps")[1].GetProperty("merged").GetArrayLength());
        Assert.Equal(0, merging.GetProperty("steps")[1].GetProperty("entropy").GetDouble(), 1e-9);
        var candidate = json.RootElement.GetProperty("candidates")[1];
        Assert.InRange(candidate.GetProperty("startsAtBest").GetInt32(), 1, candidate.GetProperty("starts").GetInt32());

        var inspect = Workspace.Run("inspect", model, Faithful, "--bootstrap", "20", "--format", "json");
        using var errors = JsonDocument.Parse(inspect.Output);
        Assert.Equal(20, errors.RootElement.GetProperty("replicates").GetInt32());
        var parameters = errors.RootElement.GetProperty("parameters").EnumerateArray().ToArray();

        // of each component a weight, two means, two variances and a covariance
        Assert.Equal(12, parameters.Length);
        Assert.Equal("eruptions × waiting", parameters.Single(static one => one.GetProperty("parameter").ValueEquals("covariance") && one.GetProperty("component").GetInt32() == 0).GetProperty("of").GetString());
        Assert.All(parameters, static one => Assert.True(one.GetProperty("low").GetDouble() < one.GetProperty("high").GetDouble() && one.GetProperty("standardError").GetDouble() > 0));
        Assert.Contains("covariance 1, eruptions × waiting", Workspace.Run("inspect", model, Faithful, "--bootstrap", "5").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void MeansThatCannotBeRead_AreNamed()
    {
        Assert.StartsWith("mixtura: error: none.csv: there is no such file.", Workspace.Run("fit", Faithful, "--init", "means:none.csv").Error, StringComparison.Ordinal);
        string other = at.Write("other.csv", "eruptions\n2\n4\n");
        Assert.StartsWith($"mixtura: error: {other}: the means that --init starts from need a column for each that is fitted: eruptions, waiting. Correct the file", Workspace.Run("fit", Faithful, "--init", $"means:{other}").Error, StringComparison.Ordinal);
    }

    /// <summary>There is no summary to hold them.</summary>
    [Fact]
    public void Quiet_StillSaysWhatIsWrong()
    {
        string far = at.Write("far.csv", File.ReadAllText(Faithful) + "3,5000\n");
        var fit = Workspace.Run("fit", far, "-k", "1", "--quiet");
        Assert.Equal((0, string.Empty), (fit.Code, fit.Output));
        Assert.Contains("mixtura: ", fit.Error, StringComparison.Ordinal);
        Assert.Contains("alone makes up", fit.Error, StringComparison.Ordinal);
        Assert.Empty(Workspace.Run("fit", Faithful, "-k", "2", "--quiet").Error);
    }

    /// <summary>What the terminal warns of stands first in the page.</summary>
    [Fact]
    public void PageOfASelection_HasItsWarnings()
    {
        var select = Workspace.Run("select", Faithful, "-k", "1:2", "--report", at["select.html"]);
        Assert.Contains("Warning: The best number of components, 2, is the largest that was tried.", select.Output, StringComparison.Ordinal);
        Assert.Contains("The best number of components, 2, is the largest that was tried.", File.ReadAllText(at["select.html"]), StringComparison.Ordinal);
        Workspace.Run("fit", Faithful, "-k", "2", "--connection", "sqlite:none").IsBadInput("Data are given twice", "and --connection");
    }
}
