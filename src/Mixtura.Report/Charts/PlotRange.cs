namespace Mixtura.Report.Charts;

/// <summary>From where to where an axis goes: the data, the components where they are not far from them, and a margin.</summary>
internal readonly record struct PlotRange(double Low, double High)
{
    private const double Margin = 0.05;

    // in standard deviations of a component: the outermost line of equal density lies about here
    private const double EllipseReach = 2.6;

    // of the rows' length: how far beyond them a component may stretch the picture
    private const double MostBeyond = 0.5;

    // decimals of an axis' length: a thousandth of it is less than a dot
    private const int Digits = 4;

    public static PlotRange Of(ReportView view, int feature) =>
        Of(view.Survey.View[feature], view.Drawn.Select(k => (view.Mean(k, feature), view.Deviation(k, feature))));

    /// <param name="rows">From where to where the rows go.</param>
    /// <param name="components">Mean and standard deviation of every component.</param>
    public static PlotRange Of((double First, double Last) rows, IEnumerable<(double Mean, double Deviation)> components)
    {
        var (first, last) = rows;
        double low = first;
        double high = last;
        foreach (var (mean, deviation) in components)
        {
            double reach = EllipseReach * deviation;
            double beyond = last > first ? MostBeyond * (last - first) : double.PositiveInfinity;
            low = Math.Min(low, Math.Max(mean - reach, first - beyond));
            high = Math.Max(high, Math.Min(mean + reach, last + beyond));
        }

        double margin = high > low ? Margin * (high - low) : Math.Max(1e-9, Math.Abs(low) * 1e-3);
        return new PlotRange(low - margin, high + margin);
    }

    /// <summary>How the axis writes its numbers: by an exponent or k and M where they would be long; null for the usual way.</summary>
    public string? Format
    {
        get
        {
            double largest = Math.Max(Math.Abs(Low), Math.Abs(High));
            return largest < 1e-4 || High - Low >= 1e9 ? "~e" : High - Low >= 1e5 ? "~s" : null;
        }
    }

    /// <summary>A value to within what a picture can show.</summary>
    public double Rounded(double value)
    {
        int decimals = Digits - (int)Math.Floor(Math.Log10(High - Low));
        return decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : value;
    }

    public double At(int step, int steps) => Low + ((High - Low) * step / steps);
}
