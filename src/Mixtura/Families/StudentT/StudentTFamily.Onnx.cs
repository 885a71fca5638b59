using Mixtura.Gaussian;
using Mixtura.Mixtures;
using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Families.StudentT;

/// <summary>Student-t densities as ONNX operators.</summary>
internal sealed partial class StudentTFamily : IOnnxFamily<StudentTParameters>
{
    /// <summary>heightₖ − (νₖ+D)/2·ln(1 + δₖ/νₖ).</summary>
    public OnnxValue AddLogDensity(StudentTParameters model, OnnxGraph graph, OnnxValue rows)
    {
        int d = model.Features;
        var heights = new double[model.Components];
        for (int k = 0; k < heights.Length; k++)
        {
            heights[k] = GaussianGraph.LogHeight(model.Gaussians, k) + GammaRatio.Log(0.5 * model.DegreesOfFreedom[k], 0.5 * d);
        }

        return TailGraph.AddLogDensity(graph, GaussianGraph.AddDistances(model.Gaussians, graph, rows), heights, model.DegreesOfFreedom, [], d);
    }
}
