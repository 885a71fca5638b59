using System.Globalization;
using Mixtura.Selection;

namespace Mixtura.Cli.Selecting;

/// <summary>Criteria by the names of the command line.</summary>
internal static class CriterionName
{
    public static IReadOnlyList<string> All { get; } = ["bic", "aic", "icl", "lower-bound", "cross-validation"];

    /// <summary>The criterion with this name, which the option has checked; BIC for null.</summary>
    public static Criterion Find(string? name) => name?.ToUpperInvariant() switch
    {
        "AIC" => Criterion.Aic,
        "ICL" => Criterion.Icl,
        "LOWER-BOUND" => Criterion.LowerBound,
        "CROSS-VALIDATION" => Criterion.CrossValidation,
        _ => Criterion.Bic,
    };

    /// <summary>The name in files.</summary>
    public static string Of(Criterion criterion) => All[(int)criterion];

    /// <summary>As the head of a column has it.</summary>
    public static string Short(Criterion criterion) => criterion switch
    {
        Criterion.LowerBound => "lower bound",
        Criterion.CrossValidation => "held-out log density",
        _ => Of(criterion).ToUpperInvariant(),
    };

    /// <summary>As a sentence has it, with what is better.</summary>
    public static string Sentence(Criterion criterion) => criterion switch
    {
        Criterion.Aic => "AIC (smaller is better)",
        Criterion.Icl => "ICL (smaller is better; mclust prints another form, negated)",
        Criterion.LowerBound => "the lower bound, total, in nats (larger is better)",
        Criterion.CrossValidation => "the log density of held-out rows, total, in nats (larger is better)",
        _ => "BIC (smaller is better; mclust prints the negative)",
    };

    /// <summary>How what is worse lies from what is better.</summary>
    public static string Distance(Criterion criterion) => criterion switch
    {
        Criterion.Aic => "AIC above",
        Criterion.Icl => "ICL above",
        Criterion.LowerBound => "Lower bound, nats below",
        Criterion.CrossValidation => "Held-out log density, nats below",
        _ => "BIC above",
    };

    /// <summary>A value in a table.</summary>
    public static string Shown(double value) => double.IsFinite(value) ? value.ToString("F3", CultureInfo.InvariantCulture) : "–";
}
