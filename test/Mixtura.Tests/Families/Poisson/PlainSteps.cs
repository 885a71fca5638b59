using Mixtura.Data;
using Mixtura.Families.Poisson;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>EM of Poisson mixtures as a plain loop over rows, components and features.</summary>
internal static class PlainSteps
{
    public static (PoissonParameters Next, double Bound) Iterate(PoissonParameters model, RowMatrix rows)
    {
        int d = model.Features;
        var counts = new double[model.Components];
        var sums = new double[model.Components * d];
        double bound = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i).ToArray();
            double[] joint = [.. Enumerable.Range(0, counts.Length).Select(k => LogJoint(model, k, row))];
            double most = joint.Max();
            double total = joint.Sum(one => Math.Exp(one - most));
            bound += most + Math.Log(total);
            for (int k = 0; k < counts.Length; k++)
            {
                double r = Math.Exp(joint[k] - most) / total;
                counts[k] += r;
                for (int j = 0; j < d; j++)
                {
                    sums[(k * d) + j] += r * row[j];
                }
            }
        }

        return (new([.. counts.Select(count => count / rows.Rows)], [.. sums.Select((sum, i) => sum / counts[i / d])]), bound);
    }

    private static double LogJoint(PoissonParameters model, int component, double[] row)
    {
        double sum = Math.Log(model.Weights[component]);
        for (int j = 0; j < row.Length; j++)
        {
            double rate = model.RatesOf(component)[j];
            sum += (row[j] > 0 ? row[j] * Math.Log(rate) : 0) - rate;
            for (int n = 2; n <= row[j]; n++)
            {
                sum -= Math.Log(n);
            }
        }

        return sum;
    }
}
