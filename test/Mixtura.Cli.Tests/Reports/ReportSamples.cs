using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>Reports as the command makes them, each once for all tests, of whichever browser.</summary>
public sealed class ReportSamples
{
    private const int MillionRows = 1_000_000;

    private static readonly Workspace at = new();
    private static readonly ConcurrentDictionary<string, Lazy<string>> made = new(StringComparer.Ordinal);

    static ReportSamples() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => at.Dispose();

    public static TheoryData<string> Names =>
        ["article", "iris", "faithful", "one-feature", "twenty-features", "million-rows", "row-a-component", "selection", "variational-selection", "process", "hard-numbers", "degenerate", "one-row", "one-component", "outlier", "long-names", "equal-rows", "cross-validation", "latent-classes", "mixed-columns"];

    /// <summary>The page's path.</summary>
    public string this[string name] => PageOf(name);

    /// <summary>The model file beside it.</summary>
    public static string ModelOf(string name)
    {
        _ = PageOf(name);
        return at[name + ".json"];
    }

    private static string PageOf(string name) => made.GetOrAdd(name, static name => new Lazy<string>(() => Make(name))).Value;

    private static string Make(string name) => name switch
    {
        "article" => Fit(name, Workspace.Sample("three-gaussians.csv"), "-k 3 --label label --no-acceleration --init random-means --restarts 3"),
        "iris" => Fit(name, Workspace.Iris, "-k 3 --label label"),
        "latent-classes" => Fit(name, Workspace.Sample("survey.csv"), "-k 2 --columns trust,news,vote,party --categorical auto --keep-path"),
        "mixed-columns" => Fit(name, Workspace.Sample("survey.csv"), "-k 3 --categorical auto --counts visits --keep-path"),
        "faithful" => Fit(name, Workspace.Faithful, "-k 2"),
        "one-feature" => Fit(name, Workspace.Faithful, "-k 2 --columns waiting"),
        "twenty-features" => Fit(name, Write(name, Columns(20), Wide().Sample(2500, seed: 1)), "-k 3 --restarts 2"),
        "million-rows" => Fit(name, WriteNpy(name, Four().Sample(MillionRows, seed: 1)), "-k 4 --restarts 1 --no-moves"),
        "row-a-component" => Fit(name, at.Write("four.csv", "a,b\n1,2\n2,4.5\n8,3\n4,9\n"), "-k 4 --prior conjugate"),
        "selection" => Selection(name, Workspace.Iris, "--label label -k 1:4 --covariance all"),
        "variational-selection" => Selection(name, Workspace.Sample("three-gaussians.csv"), "--label label -k 1:5 --method variational"),
        "process" => Fit(name, Workspace.Sample("three-gaussians.csv"), "-k 20 --label label --method variational --weight-prior dirichlet-process --weight-concentration 0.1"),
        "hard-numbers" => Fit(name, HardNumbers(), "-k 2 --weights weight"),
        "degenerate" => Fit(name, Workspace.Iris, "-k 20 --label label --restarts 1", code: 1),
        "one-row" => Report(name, ModelOf("iris"), at.Write("one.csv", "Sepal_Length,Sepal_Width,Petal_Length,Petal_Width\n5,3,4,1\n")),
        "outlier" => Fit(name, at.Write("outlier.csv", File.ReadAllText(Workspace.Faithful).TrimEnd() + "\n3000,60\n"), "-k 2 --covariance tied"),
        "long-names" => Fit(name, LongNames(), "-k 2 --label label"),
        "equal-rows" => Fit(name, at.Write("equal.csv", "a\n1\n1\n1\n2\n2\n5\n"), "-k 1"),
        "cross-validation" => Selection(name, Workspace.Faithful, "-k 1:3 --criterion cross-validation --folds 5"),
        "one-component" => Fit(name, Workspace.Iris, "-k 1 --label label"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such report."),
    };

    private static string Fit(string name, string data, string options, int code = 0) =>
        Run(code, name, ["fit", data, .. options.Split(' '), "--keep-path", "--quiet", "--output", at[name + ".json"], "--report", at[name + ".html"]]);

    private static string Selection(string name, string data, string options) =>
        Run(0, name, ["select", data, .. options.Split(' '), "--quiet", "--output", at[name + ".json"], "--report", at[name + ".html"]]);

    private static string Report(string name, string model, string data) => Run(0, name, ["report", model, data, "-o", at[name + ".html"]]);

    private static string Run(int code, string name, string[] args)
    {
        var run = Workspace.Run(args);
        Assert.True(run.Code == code, $"{name} ended with {run.Code}: {run.Error}");
        return at[name + ".html"];
    }

    // an offset of 1e8 deviations, scales of 1e-9 and 1e9, weights with some 0, an outlier
    private static string HardNumbers()
    {
        var rows = Four().Sample(300, seed: 5);
        var text = new StringBuilder("offset,tiny,huge,weight\n");
        for (int i = 0; i < rows.Rows; i++)
        {
            double outlier = i == 7 ? 60 : 0;
            text.Append(CultureInfo.InvariantCulture, $"{1e8 + rows[i, 0]:R},{1e-9 * (rows[i, 1] + outlier):R},{1e9 * rows[i, 2]:R},{i % 4}\n");
        }

        return at.Write("hard.csv", text.ToString());
    }

    private static string LongNames()
    {
        string[] lines = File.ReadAllLines(Workspace.Iris);
        lines[0] = string.Join(',', Enumerable.Range(0, 4).Select(static j => $"a_very_long_name_of_a_feature_that_goes_on_and_on_until_it_ends_{j}")) + ",label";
        return at.Write("long.csv", string.Join('\n', lines));
    }

    private static GaussianMixture Four() => Apart(4, 4);

    private static GaussianMixture Wide() => Apart(3, 20);

    // components one beside the other, less so from feature to feature
    private static GaussianMixture Apart(int components, int features)
    {
        var means = new double[components, features];
        var unit = new double[features, features];
        for (int j = 0; j < features; j++)
        {
            unit[j, j] = 1;
            for (int k = 0; k < components; k++)
            {
                means[k, j] = k * 5.0 / (j + 1);
            }
        }

        return GaussianMixture.Create(
            [.. Enumerable.Repeat(1.0 / components, components)], RowMatrix.Copy(means), [.. Enumerable.Range(0, components).Select(_ => RowMatrix.Copy(unit))]);
    }

    private static string[] Columns(int count) => [.. Enumerable.Range(0, count).Select(static j => $"feature {j}")];

    private static string Write(string name, string[] columns, RowMatrix rows)
    {
        var text = new StringBuilder(string.Join(',', columns)).Append('\n');
        for (int i = 0; i < rows.Rows; i++)
        {
            text.AppendJoin(',', rows.Row(i).ToArray().Select(static value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        return at.Write(name + ".csv", text.ToString());
    }

    private static string WriteNpy(string name, RowMatrix rows)
    {
        string header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows.Rows}, {rows.Columns}), }}";
        header = header.PadRight((64 * 2) - 10 - 1) + "\n";
        using var file = File.Create(at[name + ".npy"]);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.Values.Span));
        return at[name + ".npy"];
    }
}
