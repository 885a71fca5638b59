using System.CommandLine;
using Mixtura.Bayesian;
using Mixtura.Cli.Options;
using Mixtura.Cli.Terminal;
using Mixtura.Data;
using Mixtura.Families.Columns;
using Mixtura.Gaussian;
using Mixtura.IO;
using Mixtura.Mixtures;

namespace Mixtura.Cli.Fitting;

/// <summary>The options that say how to fit, and what they make of a command line.</summary>
internal sealed class FitOptions
{
    private static readonly GaussianMixtureOptions Defaults = new();

    private readonly EstimationOptions estimation = new(hasStart: true);
    private readonly Option<int?> components = NumberOption.Whole("--components", 1, "The number of components K. Required, unless --init file: or --known-labels tells it.", "-k");
    private readonly Option<string?> covariance = new("--covariance")
    {
        Description = "The covariances: full (VVV in mclust's words), tied (EEE), diagonal (VVI), spherical (VII), or another of mclust's fourteen, EII … EVV. Default: full; with --init file: that of the file.",
        HelpName = "S",
        CompletionSources = { CovarianceName.All },
    };

    private readonly FixOption fix = new();
    private readonly LabelOptions labels = new(validates: true);
    private readonly KindOptions kinds = new();
    private readonly VariationalPriorOptions variational = new();

    private readonly Option<bool> standardize = new("--standardize") { Description = "Fit on features of mean 0 and standard deviation 1; the model comes back in the data's units. Default: off." };

    private readonly OrderOption order = new(hasStart: true);

    private readonly Option<string?> names = new("--names")
    {
        Description = "Names for the components, in the order in which they come out, separated by commas: in the model, tables, predictions and the report. Default: those of --init file:, else none.",
        HelpName = "A,B,…",
    };

    public void AddTo(Command command)
    {
        command.Add(components);
        command.Add(covariance);
        fix.AddTo(command);
        labels.AddTo(command);
        kinds.AddTo(command);
        variational.AddTo(command);
        estimation.AddTo(command);
        command.Add(standardize);
        order.AddTo(command);
        command.Add(names);
    }

    /// <summary>The fit with the names that are asked for.</summary>
    /// <exception cref="InputException">They are not as many as the components.</exception>
    public MixtureFit Named(ParseResult parsed, MixtureFit fit)
    {
        try
        {
            return NamesIn(parsed) is { } given ? fit.WithComponentNames(given) : fit;
        }
        catch (InputException failure)
        {
            throw failure.At(names.Name);
        }
    }

    /// <summary>Refuses names that cannot be, before the work.</summary>
    /// <exception cref="InputException">They are not as many as the components, or not all different.</exception>
    public void CheckNames(ParseResult parsed, FitPlan plan)
    {
        if (NamesIn(parsed) is not { } given)
        {
            return;
        }

        try
        {
            ComponentNames.CheckDifferent(given);
            if (plan.Components > 0)
            {
                ComponentNames.CheckCount(given, plan.Components);
            }
        }
        catch (InputException failure)
        {
            throw failure.At(names.Name);
        }
    }

    private string[]? NamesIn(ParseResult parsed) => parsed.GetValue(names)?.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>The plan with the order of components that is asked for, once the columns are known.</summary>
    /// <exception cref="InputException">It names no feature, or does not go with another option.</exception>
    public FitPlan InOrder(ParseResult parsed, FitPlan plan, IReadOnlyList<string> features) =>
        order.Read(parsed, features) is not { } asked ? plan
        : plan.Variational is null ? plan with { Options = plan.Options with { Order = asked } }
        : throw new InputException("--order does not go with --method variational. Leave one of them out.");

    /// <summary>What to fit and how.</summary>
    /// <exception cref="InputException">A value is unknown, not in this version, or does not go with another.</exception>
    public FitPlan Read(ParseResult parsed)
    {
        var structure = parsed.GetValue(covariance) is { } name ? CovarianceName.Find(name) : null;
        var start = estimation.Init(parsed) is { } way ? StartOption.Read(way, structure) : new StartOption(Defaults.Initialization, null);
        CheckStart(parsed, start);
        var options = estimation.Read(parsed, structure, start) with { Fixed = fix.Read(parsed, start.Model) };
        CheckKind(parsed, start, options);
        CheckLabels(parsed, start);
        return new FitPlan(Components(parsed, start), parsed.GetValue(standardize), options)
        {
            StartFrom = start.Rows,
            Variational = variational.IsAsked(parsed) ? VariationalOf(parsed, options) : null,
        };
    }

    /// <summary>Refuses what a fit that sees its rows once cannot do.</summary>
    /// <exception cref="InputException">It is asked for.</exception>
    public void RefuseOnline(ParseResult parsed, FitPlan plan)
    {
        string? other = order.IsAsked(parsed) ? order.Name : plan.Variational is not null ? "--method variational" : plan.Standardize ? standardize.Name : plan.Options.Em.KeepPath ? "--keep-path" : parsed.GetValue(names) is not null ? names.Name : null;
        if (other is not null)
        {
            throw new InputException($"{other} does not go with --online, which sees every row once. Leave one of them out.");
        }

        if (labels.ColumnOf(parsed) is not null)
        {
            throw new InputException("--known-labels does not go with --online, which knows no labels. Leave one of them out.");
        }

        if (kinds.HasNoise(parsed, plan.Options.Start))
        {
            throw new InputException("--noise does not go with --online, which learns no noise. Leave one of them out.");
        }

        if (plan.StartFrom is not null)
        {
            throw new InputException("--init labels: and means: do not go with --online, which finds its start among the first rows. Leave one of them out.");
        }

        if (plan.Options.Start is not null)
        {
            throw new InputException("--init file: does not go with --online, which finds its start among the first rows. To go on from a model say: mixtura update MODEL DATA.");
        }
    }

    /// <summary>The column of classes that take part in the fit; null for none.</summary>
    public string? KnownLabelsOf(ParseResult parsed) => labels.ColumnOf(parsed);

    /// <summary>What known labels ask of the fit, once they are read; null where there are none.</summary>
    /// <exception cref="InputException">They are no classes.</exception>
    public LabelPlan? LabelsOf(ParseResult parsed, RowFile rows, CommandStreams streams) => labels.Read(parsed, rows, streams);

    /// <summary>The columns that are asked for as categorical.</summary>
    public string[] CategoricalOf(ParseResult parsed) => kinds.CategoricalOf(parsed);

    /// <summary>The kind of component, once the columns are known.</summary>
    /// <exception cref="InputException">A name is none of the columns', or options do not go with the columns.</exception>
    public ComponentKind KindOf(ParseResult parsed, FitPlan plan, DataColumns rows)
    {
        var start = plan.Options.Start;
        bool hasStructure = parsed.GetValue(covariance) is null && start is not null;
        var structure = hasStructure ? (start!.WithoutNoise as GaussianMixture)?.Covariance ?? ColumnsMixture.StructureOf(start) ?? plan.Options.Covariance : plan.Options.Covariance;
        return kinds.Of(parsed, rows, start, structure, plan.Options, covariance);
    }

    // a model of columns tells what they are
    private void CheckKind(ParseResult parsed, StartOption start, GaussianMixtureOptions options)
    {
        string? name = kinds.NameOf(parsed);
        bool isByColumns = start.Model?.WithoutNoise is not (null or VariationalGaussianMixture) && !KindOptions.IsOfNumbers(start.Model.WithoutNoise);
        if (start.Model is { Family: var of } && !(isByColumns && name is null or "gaussian") && !string.Equals(of, name, StringComparison.Ordinal))
        {
            throw new InputException($"The model of --init is a {of} mixture. {(isByColumns ? "Leave --family out" : name is null ? "Leave --counts and --categorical out" : $"Say --family {KindOptions.WordOf(of)}")}, or start from another model.");
        }

        if (isByColumns && parsed.GetResult(standardize) is { Implicit: false })
        {
            throw new InputException($"--standardize does not go with a {start.Model!.Family} mixture. Leave it out.");
        }

        kinds.Check(parsed, options, variational.IsAsked(parsed), standardize);
        if (parsed.GetValue(standardize) && kinds.HasNoise(parsed, start.Model))
        {
            throw new InputException("--standardize does not go with --noise. Leave one of them out.");
        }
    }

    private VariationalOptions VariationalOf(ParseResult parsed, GaussianMixtureOptions options) => parsed.GetValue(standardize)
        ? throw new InputException("--standardize is not needed with --method variational: its priors follow the data's units. Leave it out.")
        : variational.Read(parsed, options);

    private void CheckStart(ParseResult parsed, StartOption start)
    {
        if (start.Rows is not null && (labels.ColumnOf(parsed) is not null || kinds.HasNoise(parsed, null)))
        {
            throw new InputException($"--init labels: and means: do not go with {(labels.ColumnOf(parsed) is not null ? "--known-labels" : "--noise")}. Leave one of them out.");
        }

        if (start.Model is null && start.Rows is null)
        {
            return;
        }

        if (estimation.RestartsAskedFor(parsed) is > 1)
        {
            throw new InputException($"--restarts is {estimation.RestartsAskedFor(parsed)}, but all starts from one file or labelling are the same. Leave --restarts out.");
        }

        if (parsed.GetValue(standardize))
        {
            throw new InputException("--standardize does not go with --init file:, labels: or means:, whose parameters are in the data's units. Leave one of them out.");
        }
    }

    private void CheckLabels(ParseResult parsed, StartOption start)
    {
        string? column = labels.ColumnOf(parsed);
        string? beside = !labels.HasStructures(parsed) ? null
            : parsed.GetValue(covariance) is not null ? covariance.Name : parsed.GetValue(components) is not null ? "--components" : start.Model is not null ? "--init file:"
            : kinds.ColumnsOption(parsed) is { } columns ? columns : kinds.NameOf(parsed) is { } kind && !string.Equals(kind, "gaussian", StringComparison.Ordinal) ? $"--family {KindOptions.WordOf(kind)}" : null;
        if (beside is not null)
        {
            throw new InputException($"{beside} does not go with --covariance-per-class, which chooses Gaussian components of each class by themselves. Leave one of them out.");
        }

        string? other = column is null ? null
            : variational.IsAsked(parsed) ? "--method variational" : parsed.GetValue(standardize) ? standardize.Name : kinds.HasNoise(parsed, start.Model) ? "--noise" : null;
        if (other is not null)
        {
            throw new InputException($"{other} does not go with --known-labels. Leave one of them out.");
        }
    }

    // 0 where the labels are yet to tell
    private int Components(ParseResult parsed, StartOption start)
    {
        int? asked = parsed.GetValue(components);
        if (start.Model is { } model && asked is { } number && number != model.Components)
        {
            throw new InputException($"--components is {number}, but the model of --init has {model.Components}. Leave --components out, or start from another model.");
        }

        return asked ?? start.Model?.Components ?? (labels.ColumnOf(parsed) is null && start.Rows is null ? default(int?) : 0)
            ?? throw new InputException("The number of components is missing. Say -k K, for example -k 3.");
    }
}
