using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>What should be known of a fit of any kind, as sentences.</summary>
internal static class FitWarnings
{
    public static string Degenerate(Mixture model, Degeneracy degeneracy) => $"The best model is degenerate: {model.Explain(degeneracy)}";

    public static string NotConverged(int iterations) => $"Not converged after {Counted.Of(iterations, "iteration")}. Allow more iterations or a larger tolerance.";

    /// <summary>Categorical features: different parameters describe the table equally well.</summary>
    public static string TooManyParameters(Mixture model, double weight)
    {
        double tells = TableFit.CellsOf(model) - 1;
        string limit = tells <= weight ? $"the {tells + 1:R} cells of the table of their levels tell {tells:R} at most" : $"there are {weight:R} rows";
        return $"The model has {Counted.Of(model.ParameterCount, "parameter")}, but {limit}: other parameters describe the data as well. Ask for fewer components, or leave features out.";
    }

    public static string SetAside(int lost, int starts) => $"{lost} of {Counted.Of(starts, "start")} degenerated and {(lost == 1 ? "was" : "were")} set aside.";
}
