using System.Globalization;
using System.Text.RegularExpressions;

namespace Mixtura.Cli.Tests.Docs;

/// <summary>The figures in samples/README.md, which <see cref="BlockTests"/> holds the programs to, against others' figures and the truth that rows were drawn from.</summary>
public partial class SampleTests
{
    [Fact]
    public void EveryProgram_IsRunByItsDocument()
    {
        var programs = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.csproj", SearchOption.AllDirectories).Select(static path => Path.GetFileNameWithoutExtension(path));
        var run = ProjectRun().Matches(Repository.Read("samples/README.md")).Select(static match => match.Groups["name"].Value);
        Assert.Equal(programs.Order(StringComparer.Ordinal), run.Order(StringComparer.Ordinal));
    }

    // scikit-learn 1.2.1: GaussianMixture(2, tol=1e-14, reg_covar=0, n_init=10) on faithful
    [Theory]
    [InlineData("component 0:", 175.0, 0.64412714, 4.28966197, 79.96811518)]
    [InlineData("component 1:", 97.0, 0.35587286, 2.03638845, 54.47851638)]
    [InlineData("row 244: ", 0.20016272, 0.79983728)]
    [InlineData("3 minutes, then 66: component 0,", 0.84422223)]
    public void Clusters_AreThoseOfScikitLearn(string start, params double[] figures) => AssertFigures(start, figures, static _ => 0);

    // the same mixture: densities by score_samples, tail probabilities by its density on a grid of 4001×4401 points, the first from what is expected of eruptions given waiting, the second, where that is not unusual, from the mean of its component
    [Theory]
    [InlineData("row 6 (2.883, 55): log density", -8.798554815)]
    [InlineData("row 244 (2.9, 63): log density", -8.573878688)]
    [InlineData("eruptions: 2.044", 3.308729751)]
    [InlineData("eruptions: 2.036", 3.283725590)]
    public void Outliers_HaveTheDensitiesOfScikitLearn(string start, params double[] figures) => AssertFigures(start, figures, static _ => 0);

    [Theory]
    [InlineData("row 6 (2.883, 55): log density -8.7986, tail probability", 0.0032846707)]
    [InlineData("row 244 (2.9, 63): log density -8.5739, tail probability", 0.0042724197)]
    public void TailProbabilities_AreThoseOfAGrid(string start, double figure) =>
        AssertFigures(start, [figure], static p => 4 * Math.Sqrt(p * (1 - p) / 100_000));

    // mclust 6.0.0 with emControl(tol = c(1e-14, 1e-14)), of the opposite sign; log-likelihoods by scikit-learn
    [Theory]
    [InlineData("EEE with 3 components: BIC", 2314.296, -1126.315927823)]
    [InlineData("EEE with 4 components: BIC", 2320.137, -1120.828126613)]
    [InlineData("VVV with 2 components: BIC", 2322.192, -1130.263960185)]
    public void Choice_IsThatOfMclust(string start, params double[] figures) => AssertFigures(start, figures, static _ => 0);

    // the log-likelihood of one Gaussian has a closed form, of two scikit-learn's; no replicate of 99 comes near
    [Fact]
    public void LikelihoodRatio_IsThatOfClosedForm() => AssertFigures("one component against two: 2 log Λ =", [319.065569736, 0.01], static _ => 0);

    // components that hardly overlap: √(π(1 − π)/N), of which 199 replicates know a twentieth
    [Fact]
    public void StandardErrorOfWeight_IsNearlyBinomial() =>
        AssertFigures("weight 0.644, standard error", [Math.Sqrt(0.64412714 * 0.35587286 / 272)], static error => 0.2 * error);

    // the source draws load 10 ± 2 with 0.7, 60 ± 15 with 0.3, temperature 35 + 0.4 load ± 1 and ± 3: six standard errors of a mean of 300,000 rows, at most
    [Theory]
    [InlineData("weight 0.70")]
    [InlineData("weight 0.2", "weight 0.30")]
    public void StreamedRows_GiveWhatTheyWereDrawnFrom(params string[] starts)
    {
        double[] truth = starts.Length == 1 ? [10, 2, 39, Math.Sqrt(1 + 0.64)] : [60, 15, 59, Math.Sqrt(9 + 36)];
        var lines = Lines().Where(line => Array.Exists(starts, start => line.StartsWith(start, StringComparison.Ordinal)) && line.Contains("load", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        foreach (string line in lines)
        {
            double[] found = NumbersIn(line);
            Assert.Equal(starts.Length == 1 ? 0.7 : 0.3, found[0], 0.005);
            Assert.All(truth.Zip(found.Skip(1)), static pair => Assert.Equal(pair.First, pair.Second, 0.01 + (6 * pair.First / Math.Sqrt(300_000))));
        }
    }

    // drawn from scales 3 and 12 with 0.75 and 0.25: 5,000 speeds tell a scale by σ/(2√(Nπ)) if their kind is known, here by less than twice that
    [Fact]
    public void OwnFamily_FindsItsTruthAndClosedForm()
    {
        double[] one = NumbersIn(Lines().Single(static line => line.StartsWith("one component: scale", StringComparison.Ordinal)));
        Assert.Equal(one[1], one[0], 1e-6);
        double[] two = NumbersIn(Lines().Single(static line => line.StartsWith("scales ", StringComparison.Ordinal)));
        Assert.Equal(3, two[0], 4 * 2 * 3 / (2 * Math.Sqrt(3_750)));
        Assert.Equal(12, two[1], 4 * 2 * 12 / (2 * Math.Sqrt(1_250)));
        Assert.Equal(0.75, two[2], 0.04);
        double[] gust = NumbersIn(Lines().Single(static line => line.StartsWith("9 m/s: component 1", StringComparison.Ordinal)));
        (double calm, double storm) = (Rayleigh(two[2], two[0]), Rayleigh(two[3], two[1]));
        Assert.Equal(storm / (calm + storm), gust[^2], 0.002);
        Assert.Equal(Math.Log(calm + storm), gust[^1], 0.002);

        static double Rayleigh(double weight, double scale) => weight * 9 / (scale * scale) * Math.Exp(-81 / (2 * scale * scale));
    }

    // the numbers that follow the words, each as exact as it is printed, or within what else it may differ by
    private static void AssertFigures(string start, double[] figures, Func<double, double> uncertainty)
    {
        string line = Lines().Single(line => line.StartsWith(start, StringComparison.Ordinal));
        var found = Number().Matches(line[start.Length..]);
        Assert.True(found.Count >= figures.Length, line);
        for (int i = 0; i < figures.Length; i++)
        {
            string text = found[i].Value;
            int point = text.IndexOf('.', StringComparison.Ordinal);
            double unit = point < 0 ? 0 : Math.Pow(10, point + 1 - text.Length);
            Assert.Equal(figures[i], double.Parse(text, CultureInfo.InvariantCulture), (0.51 * unit) + uncertainty(figures[i]));
        }
    }

    private static IEnumerable<string> Lines() => Repository.Read("samples/README.md").Split('\n').Select(static line => line.Trim());

    private static double[] NumbersIn(string line) => [.. Number().Matches(line).Select(static match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"--project samples/(?<name>[\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectRun();

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
