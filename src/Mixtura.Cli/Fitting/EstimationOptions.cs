using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say how a mixture is estimated, whatever K and its structure: shared by <c>fit</c> and <c>select</c>.</summary>
/// <param name="hasStart">Whether a fit may start from a model, labels or means.</param>
internal sealed class EstimationOptions(bool hasStart)
{
    private static readonly GaussianMixtureOptions Defaults = new();

    private readonly Option<string?> init = new("--init")
    {
        Description = $"How starts are found: {string.Join(", ", Initialization.All)}{(hasStart ? ", or file:MODEL.json to start from its parameters, labels:NAME from the groups of rows that a column names, means:FILE.csv from the rows nearest to each line of it" : string.Empty)}. Known labels tell where to start, and this where they leave it open. Default: {Defaults.Initialization}.",
        HelpName = "NAME",
        CompletionSources = { Initialization.All.Select(static way => way.Name).ToArray() },
    };

    private readonly Option<int?> restarts = NumberOption.Whole("--restarts", 1, "The number of independent starts; the best sound one wins. Default: until three agree, with categories six (at most 20 or 60, or 1500 passes, more on small tables of categories), for up to 5 components or fewer than 2000 rows; else 1" + (hasStart ? "; 1 with --init file:, labels: or means:" : string.Empty) + ". With known labels: of the searches that they leave open.");
    private readonly Option<int?> maxIterations = NumberOption.Whole("--max-iterations", 0, $"The largest number of iterations of a start. Default: {Defaults.Em.MaxIterations}.");
    private readonly Option<double?> tolerance = NumberOption.NotNegative(
        "--tolerance", FormattableString.Invariant($"Converged when the bound has no more than this to gain, in nats per row; 0: never, so exactly --max-iterations. Default: {Defaults.Em.Tolerance:0e-0}."));
    private readonly Option<bool> noAcceleration = new("--no-acceleration") { Description = "Plain EM, iteration by iteration as in the textbook. Default: leaps beyond EM's step where they do not lower the bound." };
    private readonly Option<bool> noMoves = new("--no-moves") { Description = "No split-and-merge moves: every start climbs from where it begins. Default: moves, with 3 components or more." };
    private readonly Option<bool> noSample = new("--no-sample") { Description = "Make all starts and moves on all rows. Default: mixtures of half a million rows or more are searched for on a sample of them, and the best optima go on to all rows." };
    private readonly Option<string?> prior = ChoiceOption.Of("--prior", "none", "A prior that keeps covariances from collapsing: conjugate (one row's worth of the data's variances) or fraley-raftery (mclust's priorControl). Default: none.", ["none", .. CovariancePrior.All.Select(static one => one.Name)]);
    private readonly Option<double?> regularization = NumberOption.NotNegative("--regularization", "Added to every variance in the M-step, in the data's units squared (or standardized ones). Default: 0.");
    private readonly Option<bool> keepPath = new("--keep-path") { Description = "Keep the parameters of every iteration in the model file: the report replays them. Default: off." };
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");

    /// <summary>Whether a number of starts was asked for, and which.</summary>
    public int? RestartsAskedFor(ParseResult parsed) => parsed.GetValue(restarts);

    /// <summary>The value of <c>--init</c>, or null.</summary>
    public string? Init(ParseResult parsed) => parsed.GetValue(init);

    public void AddTo(Command command)
    {
        Option[] all = [init, restarts, maxIterations, tolerance, noAcceleration, noMoves, noSample, prior, regularization, keepPath, seed, threads];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>How to estimate.</summary>
    public GaussianMixtureOptions Read(ParseResult parsed, CovarianceStructure? structure, StartOption start) => new()
    {
        Covariance = structure ?? Defaults.Covariance,
        Initialization = start.Initialization,
        Start = start.Model,
        Restarts = start.Model is null ? parsed.GetValue(restarts) ?? Defaults.Restarts : 1,
        SplitMerge = !parsed.GetValue(noMoves),
        SearchesSample = !parsed.GetValue(noSample),
        Prior = parsed.GetValue(prior) is { } chosen ? CovariancePrior.Find(chosen) : null,
        Regularization = parsed.GetValue(regularization) ?? Defaults.Regularization,
        Seed = parsed.GetValue(seed) ?? Defaults.Seed,

        // what is refused is refused when the data are read
        Missing = MissingCells.IntegrateOut,
        Em = new EmOptions
        {
            MaxIterations = parsed.GetValue(maxIterations) ?? Defaults.Em.MaxIterations,
            Tolerance = parsed.GetValue(tolerance) ?? Defaults.Em.Tolerance,
            Acceleration = !parsed.GetValue(noAcceleration),
            KeepPath = parsed.GetValue(keepPath),
            Threads = parsed.GetValue(threads) ?? Defaults.Em.Threads,
        },
    };
}
