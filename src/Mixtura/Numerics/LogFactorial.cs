namespace Mixtura.Numerics;

/// <summary>ln x! of whole numbers, and how far it lies above x ln x − x.</summary>
internal static class LogFactorial
{
    // from here on Stirling's series with five terms is exact to double precision
    private const int Series = 16;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);
    private static readonly double[] Values = [.. Enumerable.Range(0, 1024).Select(static x => x < Series ? Math.Log(Product(x)) : Large(x))];

    /// <summary>ln x!, for whole x of at least 0.</summary>
    public static double Of(double x) => x < Values.Length ? Values[(int)x] : Large(x);

    /// <summary>ln x! − (x ln x − x), which stays small: about ½ ln 2πx; 0 for 0.</summary>
    public static double AboveStirling(double x) => x switch
    {
        0 => 0,
        < Series => Values[(int)x] - (x * Math.Log(x)) + x,
        _ => Remainder(x),
    };

    private static double Large(double x) => (x * Math.Log(x)) - x + Remainder(x);

    private static double Remainder(double x)
    {
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = (1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square * (1.0 / 1188))))))));
        return HalfLogTwoPi + (0.5 * Math.Log(x)) + (inverse * series);
    }

    private static double Product(int x) => x < 2 ? 1 : x * Product(x - 1);
}
