using System.CommandLine;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say how to fit, and what they make of a command line.</summary>
internal sealed class FitOptions
{
    private static readonly GaussianMixtureOptions Defaults = new();

    private readonly Option<int?> components = NumberOption.Whole("--components", 1, "The number of components K. Required, unless --init file: tells it.", "-k");
    private readonly Option<string?> covariance = new("--covariance")
    {
        Description = "The covariances: full (VVV in mclust's words), tied (EEE), diagonal (VVI) or spherical (VII). Default: full; with --init file: that of the file.",
        HelpName = "S",
    };

    private readonly Option<string?> method = ChoiceOption.Of("--method", "em", "Maximum likelihood by EM. Default: em.", "em", "variational");
    private readonly Option<string?> init = new("--init")
    {
        Description = $"How starts are found: {string.Join(", ", Initialization.All)}, or file:MODEL.json to start from its parameters. Default: {Defaults.Initialization}.",
        HelpName = "NAME",
    };

    private readonly Option<int?> restarts = NumberOption.Whole("--restarts", 1, "The number of independent starts; the best sound one wins. Default: until two agree (at most 20, or 1000 passes), for up to 5 components or fewer than 2000 rows; else 1; 1 with --init file:.");
    private readonly Option<int?> maxIterations = NumberOption.Whole("--max-iterations", 0, $"The largest number of iterations of a start. Default: {Defaults.Em.MaxIterations}.");
    private readonly Option<double?> tolerance = NumberOption.NotNegative(
        "--tolerance", FormattableString.Invariant($"Converged when the bound has no more than this to gain, in nats per row; 0: never, so exactly --max-iterations. Default: {Defaults.Em.Tolerance:0e-0}."));

    private readonly Option<bool> noAcceleration = new("--no-acceleration") { Description = "Plain EM, iteration by iteration as in the textbook. Default: leaps beyond EM's step where they do not lower the bound." };
    private readonly Option<bool> noMoves = new("--no-moves") { Description = "No split-and-merge moves: every start climbs from where it begins. Default: moves, with 3 components or more." };
    private readonly Option<string?> prior = ChoiceOption.Of("--prior", "none", "A prior that keeps covariances from collapsing: conjugate (one row's worth of the data's variances) or fraley-raftery (mclust's priorControl). Default: none.", ["none", .. CovariancePrior.All.Select(static one => one.Name)]);
    private readonly Option<double?> regularization = NumberOption.NotNegative("--regularization", "Added to every variance in the M-step, in the data's units squared (or standardized ones). Default: 0.");
    private readonly Option<bool> standardize = new("--standardize") { Description = "Fit on features of mean 0 and standard deviation 1; the model comes back in the data's units. Default: off." };
    private readonly Option<ulong?> seed = NumberOption.Seed();
    private readonly Option<int?> threads = NumberOption.Whole("--threads", 1, "The number of threads. Default: all processors.");
    private readonly Option<string?> report = new("--report") { Hidden = true };
    private readonly Option<bool> keepPath = new("--keep-path") { Hidden = true };

    public void AddTo(Command command)
    {
        Option[] all = [components, covariance, method, init, restarts, maxIterations, tolerance, noAcceleration, noMoves, prior, regularization, standardize, seed, threads, report, keepPath];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>What to fit and how.</summary>
    /// <exception cref="DataException">A value is unknown, not in this version, or does not go with another.</exception>
    public FitPlan Read(ParseResult parsed)
    {
        RefuseWhatIsNotThere(parsed);
        var structure = parsed.GetValue(covariance) is { } name ? CovarianceName.Find(name) : null;
        var start = parsed.GetValue(init) is { } way ? StartOption.Read(way, structure) : new StartOption(Defaults.Initialization, null);
        CheckStart(parsed, start);
        return new FitPlan(
            Components(parsed, start),
            parsed.GetValue(standardize),
            new GaussianMixtureOptions
            {
                Covariance = structure ?? Defaults.Covariance,
                Initialization = start.Initialization,
                Start = start.Model,
                Restarts = start.Model is null ? parsed.GetValue(restarts) ?? Defaults.Restarts : 1,
                SplitMerge = !parsed.GetValue(noMoves),
                Prior = parsed.GetValue(prior) is { } chosen ? CovariancePrior.Find(chosen) : null,
                Regularization = parsed.GetValue(regularization) ?? Defaults.Regularization,
                Seed = parsed.GetValue(seed) ?? Defaults.Seed,
                Em = new EmOptions
                {
                    MaxIterations = parsed.GetValue(maxIterations) ?? Defaults.Em.MaxIterations,
                    Tolerance = parsed.GetValue(tolerance) ?? Defaults.Em.Tolerance,
                    Acceleration = !parsed.GetValue(noAcceleration),
                    Threads = parsed.GetValue(threads) ?? Defaults.Em.Threads,
                },
            });
    }

    private void RefuseWhatIsNotThere(ParseResult parsed)
    {
        if (string.Equals(parsed.GetValue(method), "variational", StringComparison.OrdinalIgnoreCase))
        {
            throw new DataException("--method variational is not in this version. Leave --method out, or say --method em.");
        }

        foreach (Option option in new Option[] { report, keepPath })
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new DataException($"{option.Name} is not in this version. Leave it out.");
            }
        }
    }

    private void CheckStart(ParseResult parsed, StartOption start)
    {
        if (start.Model is null)
        {
            return;
        }

        if (parsed.GetValue(restarts) is > 1)
        {
            throw new DataException($"--restarts is {parsed.GetValue(restarts)}, but all starts from one file are the same. Leave --restarts out.");
        }

        if (parsed.GetValue(standardize))
        {
            throw new DataException("--standardize does not go with --init file:, whose parameters are in the data's units. Leave one of them out.");
        }
    }

    private int Components(ParseResult parsed, StartOption start)
    {
        int? asked = parsed.GetValue(components);
        if (start.Model is { } model && asked is { } number && number != model.Components)
        {
            throw new DataException($"--components is {number}, but the model of --init has {model.Components}. Leave --components out, or start from another model.");
        }

        return asked ?? start.Model?.Components
            ?? throw new DataException("The number of components is missing. Say -k K, for example -k 3.");
    }
}
