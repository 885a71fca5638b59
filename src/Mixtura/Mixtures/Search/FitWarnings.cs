using Mixtura.Data;
using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>What should be known of a fit of any kind, as sentences.</summary>
internal static class FitWarnings
{
    public static string Degenerate(Mixture model, Degeneracy degeneracy) => $"The best model is degenerate: {model.Explain(degeneracy)}";

    public static string NotConverged(int iterations) => $"Not converged after {Counted.Of(iterations, "iteration")}. Allow more iterations or a larger tolerance.";

    public static string SetAside(int lost, int starts) => $"{lost} of {Counted.Of(starts, "start")} degenerated and {(lost == 1 ? "was" : "were")} set aside.";
}
