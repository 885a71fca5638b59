namespace Mixtura.Mixtures.Starts;

/// <summary>Levels as indicators, so that rows of different levels are equally far apart: a coordinate for each level, 1 where a row has it, else 0; numbers as they are.</summary>
/// <param name="levels">The number of each feature's levels; 0 for numbers.</param>
internal sealed class IndicatorCode(int[] levels)
{
    /// <summary>The number of coordinates.</summary>
    public int Length { get; } = levels.Sum(static count => Math.Max(1, count));

    /// <summary>The coordinates of rows; all of a feature's are NaN where it is missing.</summary>
    public double[] Encode(double[] rows)
    {
        var coded = new double[rows.Length / levels.Length * Length];
        int at = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int count = levels[i % levels.Length];
            var place = coded.AsSpan(at, Math.Max(1, count));
            at += place.Length;
            if (count == 0 || double.IsNaN(rows[i]))
            {
                place.Fill(rows[i]);
            }
            else
            {
                place[(int)rows[i]] = 1;
            }
        }

        return coded;
    }

    /// <summary>What deviations are multiplied by: a number's are divided by its standard deviation; indicators of one feature have a factor in common, which makes their variances sum to 1: a rare level then
    /// counts no more than others, a feature of many levels no more than a number.</summary>
    public double[] Scales(ReadOnlySpan<double> variances)
    {
        var scales = new double[Length];
        int first = 0;
        foreach (int count in levels)
        {
            var own = scales.AsSpan(first, Math.Max(1, count));
            double variance = 0;
            for (int l = 0; l < own.Length; l++)
            {
                variance += variances[first + l];
            }

            own.Fill(variance > 0 ? 1 / Math.Sqrt(variance) : 0);
            first += own.Length;
        }

        return scales;
    }
}
