using Mixtura.Mixtures;
using Mixtura.Onnx;

namespace Mixtura.Families.Categorical;

/// <summary>Probabilities of levels as ONNX operators: looked up in a table by the levels' places.</summary>
public sealed partial class CategoricalFamily : IOnnxFamily<CategoricalParameters>
{
    // what is looked up for a row at a time
    private const int NumbersARow = 128;

    // behind a column's levels its table has a line for what is no level, and one for what is no number
    private const int Extra = 2;

    OnnxValue IOnnxFamily<CategoricalParameters>.AddLogDensity(CategoricalParameters model, OnnxGraph graph, OnnxValue rows)
    {
        var places = AddPlaces(model.Levels, graph, rows);
        var table = AddTable(model, graph);
        int step = Math.Max(1, NumbersARow / model.Components);
        OnnxValue? sum = null;
        for (int first = 0; first < model.Features; first += step)
        {
            int[] columns = [.. Enumerable.Range(first, Math.Min(step, model.Features - first))];
            var some = columns.Length == model.Features ? places : graph.Gather(places, graph.List(columns), 1);
            var own = graph.Reduce("ReduceSum", graph.Gather(table, some, 0), 1);
            sum = sum is { } others ? graph.Apply("Add", others, own) : own;
        }

        return sum!.Value;
    }

    // the line of the table for every cell, N×D
    private static OnnxValue AddPlaces(CategoricalLevels levels, OnnxGraph graph, OnnxValue rows)
    {
        int d = levels.Columns;
        var counts = graph.Constant([.. Enumerable.Range(0, d).Select(j => (double)levels.Count(j))], 1, d);
        var noNumber = graph.Constant([.. Enumerable.Range(0, d).Select(j => levels.Count(j) + 1.0)], 1, d);
        var isIn = graph.Apply("And", graph.Apply("GreaterOrEqual", rows, graph.Constant(0)), graph.Apply("Less", rows, counts));
        var isLevel = graph.Apply("And", isIn, graph.Apply("Equal", rows, graph.Apply("Floor", rows)));
        var level = graph.Apply("Where", isLevel, rows, graph.Apply("Where", graph.Apply("IsNaN", rows), noNumber, counts));
        return graph.Apply("Add", graph.ToWhole(level), graph.List([.. Enumerable.Range(0, d).Select(j => levels.Offset(j) + (Extra * j))]));
    }

    private static OnnxValue AddTable(CategoricalParameters model, OnnxGraph graph)
    {
        var lines = new List<double>();
        for (int j = 0; j < model.Features; j++)
        {
            for (int level = 0; level < model.Levels.Count(j) + Extra; level++)
            {
                for (int k = 0; k < model.Components; k++)
                {
                    lines.Add(level < model.Levels.Count(j) ? Math.Log(model.ProbabilitiesOf(k, j)[level])
                        : level == model.Levels.Count(j) ? double.NegativeInfinity
                        : double.NaN);
                }
            }
        }

        return graph.Constant([.. lines], lines.Count / model.Components, model.Components);
    }
}
