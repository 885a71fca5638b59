using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Families.Contaminated;

/// <summary>Contaminated densities as ONNX operators.</summary>
internal sealed partial class ContaminatedFamily : IOnnxFamily<ContaminatedParameters>
{
    // below any other, in either precision, and finite
    private const double NoBad = -1e30;

    /// <summary>log of heightₖαₖe^(−δₖ/2) + heightₖ(1−αₖ)ηₖ^(−D/2)e^(−δₖ/(2ηₖ)), from the larger of the two.</summary>
    public OnnxValue AddLogDensity(ContaminatedParameters model, OnnxGraph graph, OnnxValue rows)
    {
        int count = model.Components;
        var distances = GaussianGraph.AddDistances(model.Gaussians, graph, rows);
        double[] heights = [.. model.GoodShares.Select((share, k) => GaussianGraph.LogHeight(model.Gaussians, k) + Math.Log(share))];
        double[] bads = [.. model.Parts.Select((part, k) => Math.Max(heights[k] + part.LogOdds, NoBad))];
        double[] widths = [.. model.Inflations.Select(static inflation => -0.5 / inflation)];
        var good = graph.Apply("Add", graph.Apply("Mul", distances, graph.Constant(-0.5)), graph.Constant(heights, count, 1));
        var bad = graph.Apply("Add", graph.Apply("Mul", distances, graph.Constant(widths, count, 1)), graph.Constant(bads, count, 1));
        var less = graph.Log1p(graph.Apply("Exp", graph.Apply("Neg", graph.Apply("Abs", graph.Apply("Sub", good, bad)))));
        return graph.Transpose(graph.Apply("Add", graph.Apply("Max", good, bad), less));
    }
}
