using System.CommandLine;
using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Data;
using Mixtura.Gaussian;

namespace Mixtura.Cli.Fitting;

/// <summary>The method, and the priors of the Bayesian one: shared by <c>fit</c> and <c>select</c>.</summary>
internal sealed class VariationalPriorOptions
{
    private static readonly VariationalOptions Defaults = new();

    private readonly Option<string?> method = ChoiceOption.Of("--method", "em", "em: maximum likelihood; variational: the Bayesian treatment, a posterior for every parameter. Default: em.", "em", "variational");
    private readonly Option<string?> weightPrior = ChoiceOption.Of("--weight-prior", "dirichlet", "Variational: dirichlet, or dirichlet-process, which leaves superfluous components empty. Default: dirichlet.", "dirichlet", "dirichlet-process");
    private readonly Option<double?> concentration = NumberOption.NotNegative("--weight-concentration", "Variational: the concentration of the weights' prior, above 0. Default: 1.");
    private readonly Option<double?> meanPrecision = NumberOption.NotNegative("--mean-precision", "Variational: the prior's weight on the means, in rows, above 0. Default: 1.");
    private readonly Option<double?> freedom = NumberOption.NotNegative("--degrees-of-freedom", "Variational: those of the prior on the covariances. Default: the number of features.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { method, weightPrior, concentration, meanPrecision, freedom })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the Bayesian treatment is asked for.</summary>
    /// <exception cref="InputException">Its priors are given, but not it.</exception>
    public bool IsAsked(ParseResult parsed)
    {
        bool asked = string.Equals(parsed.GetValue(method), "variational", StringComparison.OrdinalIgnoreCase);
        foreach (Option option in new Option[] { weightPrior, concentration, meanPrecision, freedom })
        {
            if (!asked && parsed.GetResult(option) is { Implicit: false })
            {
                throw new InputException($"{option.Name} is a prior of the variational method. Say --method variational, or leave it out.");
            }
        }

        return asked;
    }

    /// <summary>How to fit.</summary>
    public VariationalOptions Read(ParseResult parsed, GaussianMixtureOptions common)
    {
        if (common.Prior is not null || common.Regularization > 0 || common.Fixed is not null)
        {
            throw new InputException("--prior, --regularization, --fix and --weight-bounds belong to --method em. The variational method has priors of its own; leave them out.");
        }

        return Defaults with
        {
            Covariance = common.Covariance,
            Start = common.Start as GaussianMixture,
            WeightPrior = string.Equals(parsed.GetValue(weightPrior), "dirichlet-process", StringComparison.OrdinalIgnoreCase) ? WeightPrior.DirichletProcess : WeightPrior.Dirichlet,
            WeightConcentration = Positive(parsed, concentration) ?? Defaults.WeightConcentration,
            MeanPrecision = Positive(parsed, meanPrecision) ?? Defaults.MeanPrecision,
            DegreesOfFreedom = Positive(parsed, freedom),
            Restarts = common.Restarts ?? Defaults.Restarts,
            Initialization = common.Initialization,
            Seed = common.Seed,
            Em = common.Em,
        };
    }

    private static double? Positive(ParseResult parsed, Option<double?> option) => parsed.GetValue(option) is 0
        ? throw new InputException($"{option.Name} is 0. Give a number above 0.")
        : parsed.GetValue(option);
}
