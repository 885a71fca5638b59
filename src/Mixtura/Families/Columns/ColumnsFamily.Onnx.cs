using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Families.Columns;

/// <summary>Densities of columns of different kinds as ONNX operators: each kind's, of its own columns, added up.</summary>
internal sealed partial class ColumnsFamily : IOnnxFamily<ColumnsParameters>
{
    public OnnxValue AddLogDensity(ColumnsParameters model, OnnxGraph graph, OnnxValue rows)
    {
        OnnxValue? sum = null;
        foreach (var part in model.Parts)
        {
            var own = kinds[part.Kind].Family.AddLogDensity(part.Model, graph, graph.Gather(rows, graph.List(part.Columns), 1));
            sum = sum is { } others ? graph.Apply("Add", others, own) : own;
        }

        return sum!.Value;
    }
}
