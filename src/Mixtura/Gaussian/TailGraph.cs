using Mixtura.Onnx;

namespace Mixtura.Gaussian;

/// <summary>The tails of Student's t as ONNX operators.</summary>
internal static class TailGraph
{
    // in single precision: from here on ln(1 + δ/ν)·ν is δ
    private const double GaussianFloat = 1e12;

    /// <summary>heightₖ − (νₖ+d)/2·ln(1 + cₖδₖ/νₖ), N×K, of squared distances δ, K×N.</summary>
    /// <param name="graph">Receives the operators.</param>
    /// <param name="distances">δ.</param>
    /// <param name="heights">The log densities at the location.</param>
    /// <param name="degreesOfFreedom">ν.</param>
    /// <param name="scales">c; empty for 1.</param>
    /// <param name="d">d.</param>
    public static OnnxValue AddLogDensity(OnnxGraph graph, OnnxValue distances, double[] heights, ReadOnlySpan<double> degreesOfFreedom, ReadOnlySpan<double> scales, int d)
    {
        var powers = AddPowers(graph, distances, degreesOfFreedom, scales, d, [heights.Length, 1]);
        return graph.Transpose(graph.Apply("Add", powers, graph.Constant(heights, heights.Length, 1)));
    }

    /// <summary>−(νₖ+d)/2·ln(1 + cₖδₖ/νₖ) in the shape of the distances, whose first axis is the components'.</summary>
    public static OnnxValue AddPowers(OnnxGraph graph, OnnxValue distances, ReadOnlySpan<double> degreesOfFreedom, ReadOnlySpan<double> scales, int d, int[] shape)
    {
        var shares = new double[degreesOfFreedom.Length];
        var powers = new double[degreesOfFreedom.Length];
        for (int k = 0; k < shares.Length; k++)
        {
            double degrees = graph.IsFloat ? Math.Min(degreesOfFreedom[k], GaussianFloat) : degreesOfFreedom[k];
            shares[k] = (scales.IsEmpty ? 1 : scales[k]) / degrees;
            powers[k] = -0.5 * (degrees + d);
        }

        return graph.Apply("Mul", graph.Log1p(graph.Apply("Mul", distances, graph.Constant(shares, shape))), graph.Constant(powers, shape));
    }
}
