using System.Text.Json;
using Mixtura.Data;
using Mixtura.Families.Categorical;
using Mixtura.Numerics;
using Mixtura.Tests.References;

namespace Mixtura.Tests.Families.Categorical;

/// <summary>Tables of named levels from reference files, and EM of latent classes as a plain loop.</summary>
internal static class Questionnaires
{
    /// <summary>A table as rows of levels, every column but <c>label</c>; an empty cell is NaN.</summary>
    public static (MemoryRows Rows, CategoricalLevels Levels) Read(string name)
    {
        string[][] cells = [.. ReferenceFile.Lines(name).Select(static line => line.Split(','))];
        int[] columns = [.. Enumerable.Range(0, cells[0].Length).Where(j => cells[0][j] != "label")];
        var levels = new CategoricalLevels(columns.Select(j => cells.Skip(1).Select(row => row[j]).Where(static cell => cell.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray()));
        double[] values = [.. cells.Skip(1).SelectMany(row => columns.Select((j, at) => Place(levels[at], row[j])))];
        return (new MemoryRows(new RowMatrix(values, columns.Length), featureNames: [.. columns.Select(j => cells[0][j])]), levels);
    }

    /// <summary>The parameters of one point of a trajectory.</summary>
    public static CategoricalParameters At(JsonElement point, CategoricalLevels levels)
    {
        double[] weights = point.GetProperty("weights").Numbers();
        double[][][] columns = [.. point.GetProperty("columns").EnumerateArray().Select(static one => one.GetProperty("probabilities").Rows())];
        return new CategoricalParameters(weights, [.. Enumerable.Range(0, weights.Length).SelectMany(k => columns.SelectMany(column => column[k]))], levels);
    }

    /// <summary>Rows of random levels from two classes that differ a little; some cells are missing.</summary>
    public static MemoryRows Draw(CategoricalLevels levels, int rows, ulong seed, double missing = 0)
    {
        var random = new RandomSource(seed);
        return IKindUnderLaws.Table(rows, levels.Columns, (i, j) =>
            random.NextUniform() < missing ? double.NaN : Math.Floor(levels.Count(j) * Math.Pow(random.NextUniform(), i % 2 == 0 ? 1 : 2)));
    }

    /// <summary>One iteration of EM, row by row.</summary>
    public static (CategoricalParameters Next, double Bound) Iterate(CategoricalParameters model, MemoryRows rows)
    {
        int k = model.Components;
        var weights = new double[k];
        var counts = new double[k * model.Levels.Total];
        double bound = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            double[] row = rows.Matrix.Row(i).ToArray();
            double[] joint = [.. Enumerable.Range(0, k).Select(c => model.Weights[c] * row.Select((x, j) => double.IsNaN(x) ? 1 : model.ProbabilitiesOf(c, j)[(int)x]).Aggregate(1.0, static (a, b) => a * b))];
            bound += Math.Log(joint.Sum());
            for (int c = 0; c < k; c++)
            {
                double share = joint[c] / joint.Sum();
                weights[c] += share / rows.Rows;
                for (int j = 0; j < row.Length; j++)
                {
                    if (!double.IsNaN(row[j]))
                    {
                        counts[(c * model.Levels.Total) + model.Levels.Offset(j) + (int)row[j]] += share;
                    }
                }
            }
        }

        double Sum(int c, int j) => counts.Skip((c * model.Levels.Total) + model.Levels.Offset(j)).Take(model.Levels.Count(j)).Sum();
        double[] probabilities = [.. from c in Enumerable.Range(0, k) from j in Enumerable.Range(0, model.Features) from l in Enumerable.Range(0, model.Levels.Count(j))
                                     select counts[(c * model.Levels.Total) + model.Levels.Offset(j) + l] / Sum(c, j)];
        return (new CategoricalParameters(weights, probabilities, model.Levels), bound);
    }

    private static double Place(IReadOnlyList<string> levels, string cell) => cell.Length == 0 ? double.NaN : levels.ToList().IndexOf(cell);
}
