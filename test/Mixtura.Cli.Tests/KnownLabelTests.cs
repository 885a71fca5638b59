using System.Globalization;
using System.Text.Json;

namespace Mixtura.Cli.Tests;

public sealed class KnownLabelTests : IDisposable
{
    private static readonly string[] Classes = ["setosa", "versicolor", "virginica"];

    private readonly Workspace at = new();

    private static string Iris => Workspace.Sample("iris.csv");

    public void Dispose() => at.Dispose();

    /// <summary>mclust's EDDA of iris: model VEV, 3 errors, Brier score 0.0127.</summary>
    [Fact]
    public void AllKnown_IsMclustsEdda()
    {
        string model = at["edda.json"];
        var fit = Workspace.Run("fit", Iris, "--known-labels", "label", "--covariance", "VEV", "--folds", "10", "--output", model);
        Assert.Equal(0, fit.Code);
        Assert.Contains("Rows by 'label' and predicted class: 3 of 150 wrong (2.0 %), Brier score 0.0127", fit.Output, StringComparison.Ordinal);
        Assert.Contains("By fits that had not seen the row, 10 folds: ", fit.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(model));
        Assert.Equal(Classes, json.RootElement.GetProperty("classes").EnumerateArray().Select(static name => name.GetString()));
        var classification = json.RootElement.GetProperty("fit").GetProperty("classification");
        Assert.Equal(3, classification.GetProperty("errors").GetInt32());
        Assert.Equal(0.0127, classification.GetProperty("brierScore").GetDouble(), 5e-5);
        Assert.InRange(classification.GetProperty("crossValidated").GetProperty("errorRate").GetDouble(), 0.01, 0.06);

        // mclust's log-likelihood is that of the rows without their classes
        Assert.Contains("-187.7097", Workspace.Run("score", model, Iris, "--ignore", "label", "--summary").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_TellsTheClassAndItsProbability()
    {
        string model = at["classes.json"];
        Workspace.Run("fit", Iris, "--known-labels", "label", "--components-per-class", "2", "--output", model);
        var lines = Workspace.Run("predict", model, Iris, "--ignore", "label", "--responsibilities").Lines;
        Assert.Equal("component,p0,p1,p2,p3,p4,p5,class,class_probability", lines[0]);
        var drawn = Workspace.Run("sample", model, "-n", "30", "--labels").Lines;
        Assert.EndsWith(",component,class", drawn[0], StringComparison.Ordinal);
        Assert.All(drawn[1..], static line => Assert.Matches(",([01],setosa|[23],versicolor|[45],virginica)$", line));
        string[] labels = [.. File.ReadLines(Iris).Skip(1).Select(static line => line.Split(',')[^1])];
        int wrong = 0;
        for (int i = 1; i <= 150; i++)
        {
            string[] cells = lines[i].Split(',');
            double[] shares = [.. cells[1..7].Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            double[] of = [shares[0] + shares[1], shares[2] + shares[3], shares[4] + shares[5]];
            Assert.Equal(Classes[Array.IndexOf(of, of.Max())], cells[7]);
            Assert.Equal(of.Max(), double.Parse(cells[8], CultureInfo.InvariantCulture), 1e-12);
            wrong += cells[7] == labels[i - 1] ? 0 : 1;
        }

        Assert.Contains($"predicted class: {wrong} of 150 wrong", Workspace.Run("predict", model, Iris, "--label", "label", "--summary").Output, StringComparison.Ordinal);
    }

    /// <summary>mclust's MclustDA(iris, modelType = "EDDA") chooses VEV too.</summary>
    [Fact]
    public void Select_ChoosesMclustsStructure()
    {
        var select = Workspace.Run("select", Iris, "--known-labels", "label", "--covariance", "all", "--output", at["best.json"]);
        Assert.Equal(0, select.Code);
        Assert.Contains("3 of 150 wrong (2.0 %), Brier score 0.0127", select.Output, StringComparison.Ordinal);
        Assert.Contains("VEV covariances", Workspace.Run("inspect", at["best.json"]).Output, StringComparison.Ordinal);
        var refused = Workspace.Run("select", Iris, "--known-labels", "label", "--lrt", "9");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--lrt does not go with --known-labels.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PartlyKnown_FindsTheOthers()
    {
        string partly = at["partly.csv"];
        File.WriteAllLines(partly, File.ReadLines(Iris).Select(static (line, i) => i == 0 || i % 5 == 1 ? line : line[..(line.LastIndexOf(',') + 1)]));
        string model = at["partly.json"];
        var fit = Workspace.Run("fit", partly, "--known-labels", "label", "--output", model, "--report", at["page.html"]);
        Assert.Equal(0, fit.Code);
        Assert.Contains("of 30 wrong", fit.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(at["page.html"]);
        Assert.Contains("component 2, virginica", page, StringComparison.Ordinal);
        Assert.Contains("the classes were held fast in the fit", page, StringComparison.Ordinal);
        string summary = Workspace.Run("predict", model, Iris, "--label", "label", "--summary").Output;
        int wrong = int.Parse(summary.Split("predicted class: ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(wrong, 0, 8);
    }

    [Theory]
    [InlineData("3 classes (setosa, versicolor, virginica) want 6 components, 4 are asked for. Ask for 6, or more", "--known-labels", "label", "--components-per-class", "2", "-k", "4")]
    [InlineData("--components-per-class is '0'. Give a whole number of 1 or more, or a range such as 1:3.", "--known-labels", "label", "--components-per-class", "0")]
    [InlineData("--folds is an option of --known-labels.", "-k", "2", "--folds", "3")]
    [InlineData("holds numbers that are not whole, such as 0.2. Labels are classes", "--known-labels", "Petal_Width", "--ignore", "label")]
    [InlineData("--noise does not go with --known-labels.", "--known-labels", "label", "--noise")]
    [InlineData("--method variational does not go with --known-labels.", "--known-labels", "label", "--method", "variational", "-k", "3")]
    [InlineData("the classes cannot be both", "--known-labels", "label", "--label", "label")]
    [InlineData("there is no column 'nothing', named as the label.", "--known-labels", "nothing")]
    public void WhatCannotBe_IsSaid(string message, params string[] arguments)
    {
        var fit = Workspace.Run(["fit", Iris, .. arguments]);
        Assert.Equal(2, fit.Code);
        Assert.Contains(message, fit.Error, StringComparison.Ordinal);
    }

    /// <summary>A table with gaps has 1.0 where another has 1; a code keeps its zeros.</summary>
    [Fact]
    public void Numbers_AreClassesByValue()
    {
        string[] rows = [.. Enumerable.Range(0, 40).Select(static i => FormattableString.Invariant($"{((i % 2) * 6) + (i * 7 % 11 * 0.1)},"))];
        string train = at.Write("train.csv", "x,g\n" + string.Join('\n', rows.Select(static (row, i) => row + (i % 5 == 0 ? string.Empty : i % 2 == 0 ? "1.0" : "2.0"))) + "\n");
        string later = at.Write("later.csv", "x,g\n" + string.Join('\n', rows.Select(static (row, i) => row + (i % 2 == 0 ? "1" : "2"))) + "\n");
        string model = at["numbers.json"];
        var fit = Workspace.Run("fit", train, "--known-labels", "g", "-o", model);
        Assert.Contains("2 classes known of 32 rows; 8 rows of unknown class", fit.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 40 wrong", Workspace.Run("predict", model, later, "--label", "g", "--summary").Output, StringComparison.Ordinal);
        string other = at.Write("other.csv", "x,g\n" + string.Join('\n', rows.Select(static (row, i) => row + (i % 2 == 0 ? "01" : "02"))) + "\n");
        string said = Workspace.Run("predict", model, other, "--label", "g", "--summary").Output;
        Assert.Contains("None of the classes in 'g' ('01', '02') is one of the model's ('1', '2')", said, StringComparison.Ordinal);
    }

    /// <summary>A fit that goes on from a model keeps its components a class.</summary>
    [Fact]
    public void GivenModel_TellsTheComponentsPerClass()
    {
        string model = at["two.json"];
        Assert.Equal(0, Workspace.Run("fit", Workspace.Sample("iris.csv"), "--known-labels", "label", "--components-per-class", "2", "--covariance", "EEE", "-o", model).Code);
        var again = Workspace.Run("fit", Workspace.Sample("iris.csv"), "--known-labels", "label", "--init", $"file:{model}", "--format", "json");
        Assert.Equal(0, again.Code);
        using var json = System.Text.Json.JsonDocument.Parse(again.Output);
        Assert.Equal(6, json.RootElement.GetProperty("classes").GetArrayLength());
    }

    /// <summary>Of rows whose classes are all known a mean varies as that of 50 rows does.</summary>
    [Fact]
    public void Bootstrap_HoldsTheLabelsFast()
    {
        string model = at["classes.json"];
        Workspace.Run("fit", Iris, "--known-labels", "label", "--output", model);
        var run = Workspace.Run("inspect", model, Iris, "--label", "label", "--bootstrap", "400", "--format", "json");
        using var json = JsonDocument.Parse(run.Output);
        double[] petals = [.. File.ReadLines(Iris).Skip(51).Take(50).Select(static line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))];
        double deviation = Math.Sqrt(petals.Sum(value => Math.Pow(value - petals.Average(), 2)) / 50);
        var mean = json.RootElement.GetProperty("parameters").EnumerateArray().Single(static one => one.GetProperty("parameter").ValueEquals("mean") && one.GetProperty("component").GetInt32() == 1 && one.GetProperty("of").ValueEquals("Petal_Length"));

        // 400 replicates tell it to 4 %
        Assert.InRange(mean.GetProperty("standardError").GetDouble() / (deviation / Math.Sqrt(50)), 0.88, 1.12);
        Workspace.Run("inspect", model, Iris, "--ignore", "label", "--bootstrap", "4").IsBadInput("was fitted with known classes. Name their column with --label");
        Assert.Equal(0, Workspace.Run("report", model, Iris, "--label", "label", "--bootstrap", "3", "--output", at["report.html"]).Code);
    }

    /// <summary>Rows of weight 0 are of no class, known or unknown.</summary>
    [Fact]
    public void Rows_AreCountedWhereTheyHaveWeight()
    {
        string data = at.Write("weighted.csv", "x,y,w,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(static i =>
            string.Create(CultureInfo.InvariantCulture, $"{(5 * (i % 2)) + Math.Sin(i)},{(i == 7 ? string.Empty : Math.Cos(7 * i))},{(i % 3 == 0 ? 0 : 2)},{(i % 4 < 2 ? "ab"[i % 2].ToString() : string.Empty)}\n"))));
        string output = Workspace.Run("fit", data, "--known-labels", "kind", "--weights", "w").Output;
        Assert.Contains("2 classes known of 40 rows; 40 rows of unknown class (an empty cell, NA and the like); 40 rows of weight 0 count for nothing", output, StringComparison.Ordinal);
        Assert.Contains("1 cell of 160 is missing", output, StringComparison.Ordinal);
    }

    /// <summary>Each structure with the components that its classes want, and none that it cannot have.</summary>
    [Fact]
    public void ComponentsPerClass_AreThoseOfEachStructure()
    {
        var run = Workspace.Run("select", Iris, "--known-labels", "label", "--covariance", "EII,VVV", "--components-per-class", "1:3", "--table", at["table.json"]);
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("no sound fit", run.Output, StringComparison.Ordinal);
        using var table = JsonDocument.Parse(File.ReadAllText(at["table.json"]));
        Assert.Equal(2, table.RootElement.GetProperty("candidates").GetArrayLength());
        Workspace.Run("fit", Iris, "--known-labels", "label", "-k", "5").IsBadInput("Every row has a known class, so that components beyond the 3 of the classes would hold no row. Ask for 3");
    }

    /// <summary>mclust's MclustDA of iris has 3 errors and a Brier score of 0.0116.</summary>
    [Fact]
    public void StructureOfEachClass_IsChosenByItsRows()
    {
        string model = at["da.json"];
        var fit = Workspace.Run("fit", Iris, "--known-labels", "label", "--covariance-per-class", "tied,VVI", "--components-per-class", "1:2", "--output", model, "--report", at["da.html"]);
        Assert.Equal(0, fit.Code);
        Assert.Contains("covariances of each class's own structure", fit.Output, StringComparison.Ordinal);
        Assert.Matches("setosa +50 +2 +tied +55[.]0239[0-9]+ +19 ", fit.Output);
        Assert.Contains("3 of 150 wrong (2.0 %), Brier score 0.0116", fit.Output, StringComparison.Ordinal);
        Assert.Contains("Each class has the model that its rows alone choose: setosa tied with 2 components", File.ReadAllText(at["da.html"]), StringComparison.Ordinal);
        Assert.Matches("virginica +50 +1 +tied +-58[.]590974 +14 ", Workspace.Run("inspect", model).Output);
        Assert.Equal("component,probability,class,class_probability", Workspace.Run("predict", model, Iris, "--ignore", "label").Lines[0]);
        Workspace.Run("inspect", model, Iris, "--label", "label", "--bootstrap", "3").IsBadInput("have structures of their own, which refits do not keep");
        string[] own = ["fit", Iris, "--known-labels", "label", "--covariance-per-class", "all"];
        Workspace.Run([.. own, "-k", "4"]).IsBadInput("--components does not go with --covariance-per-class");
        Workspace.Run([.. own, "--counts", "Petal_Width"]).IsBadInput("--counts does not go with --covariance-per-class");
        Workspace.Run([.. own, "--family", "student-t"]).IsBadInput("--family student-t does not go with --covariance-per-class");
        Workspace.Run("fit", Iris, "--known-labels", "label", "--covariance-per-class", "round").IsBadInput("--covariance-per-class is 'round'. Known are ");
        Workspace.Run("fit", Iris, "--label", "label", "-k", "3", "--covariance-per-class", "all").IsBadInput("--covariance-per-class is an option of --known-labels");
    }

    [Fact]
    public void ClassOfTooFewRows_IsToldWhatHelps()
    {
        string data = at.Write("few.csv", "x,y,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(static i =>
            string.Create(CultureInfo.InvariantCulture, $"{Math.Sin(i) + (i < 2 ? 30 : 0)},{Math.Cos(7 * i)},{(i < 2 ? "rare" : "common")}\n"))));
        var run = Workspace.Run("fit", data, "--known-labels", "kind");
        Assert.Equal(1, run.Code);
        Assert.Contains("Options that may help: more known rows of such a class, --covariance tied or diagonal", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersAsLabels_AreTold()
    {
        string numbered = at["numbered.csv"];
        File.WriteAllLines(numbered, File.ReadLines(Iris).Select(static line => line.Replace("setosa", "10", StringComparison.Ordinal).Replace("versicolor", "2", StringComparison.Ordinal).Replace("virginica", "3", StringComparison.Ordinal)));
        var fit = Workspace.Run("fit", numbered, "--known-labels", "label", "--format", "json");
        Assert.Equal(0, fit.Code);
        Assert.Contains("the labels in 'label' are numbers; each of the 3 different ones is a class", fit.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(fit.Output);
        Assert.Equal(["2", "3", "10"], json.RootElement.GetProperty("classes").EnumerateArray().Select(static name => name.GetString()));
    }
}
