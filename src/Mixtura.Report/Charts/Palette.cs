using System.Globalization;

namespace Mixtura.Report.Charts;

/// <summary>A colour a component, told apart by colour-blind readers too (Okabe and Ito 2008; in place of their yellow, which is lost on white, and of grey, which
/// is nobody's here, wine and olive of Tol 2021), and mixed colours for mixed responsibilities.</summary>
internal static class Palette
{
    /// <summary>What belongs to no component.</summary>
    public const string Neutral = "#888888";

    private const double Gamma = 2.2;

    // that of the neutral colour
    private const int NeutralGrey = 0x88;

    // below it is rounding
    private const double LeastNoise = 1e-6;

    /// <summary>How many components have colours that cannot be taken for each other's.</summary>
    public static int Distinct => Named.Length;

    private static readonly (int Red, int Green, int Blue)[] Named =
    [
        (0, 114, 178), (230, 159, 0), (0, 158, 115), (204, 121, 167), (213, 94, 0), (86, 180, 233), (136, 34, 85), (153, 153, 51),
    ];

    /// <summary>The colour of a component.</summary>
    public static string Of(int component) => Text(Rgb(component));

    /// <summary>What is legible on the colour of a component.</summary>
    public static string On(int component)
    {
        var (red, green, blue) = Rgb(component);

        // relative luminance (WCAG 2); at .18 black and white stand out alike
        return (0.2126 * Linear(red)) + (0.7152 * Linear(green)) + (0.0722 * Linear(blue)) > 0.18 ? "#000000" : "#ffffff";
    }

    /// <summary>The components' colours mixed by responsibility, as light mixes.</summary>
    public static string Mixed(ReadOnlySpan<double> responsibilities) => Text(Mix(responsibilities));

    /// <summary>The same in three hexadecimal digits.</summary>
    public static string MixedShort(ReadOnlySpan<double> responsibilities)
    {
        var (red, green, blue) = Mix(responsibilities);
        static int Short(int value) => (value + 8) / 17;
        return string.Create(CultureInfo.InvariantCulture, $"{Short(red):x}{Short(green):x}{Short(blue):x}");
    }

    private static (int Red, int Green, int Blue) Mix(ReadOnlySpan<double> responsibilities)
    {
        var sum = (Red: 0.0, Green: 0.0, Blue: 0.0);
        for (int k = 0; k < responsibilities.Length; k++)
        {
            var own = Rgb(k);
            sum.Red += responsibilities[k] * Linear(own.Red);
            sum.Green += responsibilities[k] * Linear(own.Green);
            sum.Blue += responsibilities[k] * Linear(own.Blue);
        }

        AddNoise(responsibilities, ref sum);
        return (Display(sum.Red), Display(sum.Green), Display(sum.Blue));
    }

    // what responsibilities are short of 1 is noise, and grey
    private static void AddNoise(ReadOnlySpan<double> responsibilities, ref (double Red, double Green, double Blue) sum)
    {
        double noise = 1 - System.Numerics.Tensors.TensorPrimitives.Sum(responsibilities);
        if (noise > LeastNoise)
        {
            double grey = noise * Linear(NeutralGrey);
            (sum.Red, sum.Green, sum.Blue) = (sum.Red + grey, sum.Green + grey, sum.Blue + grey);
        }
    }

    // beyond the named ones the golden angle keeps neighbours apart
    private static (int Red, int Green, int Blue) Rgb(int component)
    {
        if (component < Named.Length)
        {
            return Named[component];
        }

        double hue = component * 137.508 % 360 / 60;
        double lightness = component % 2 == 0 ? 0.42 : 0.6;
        double chroma = (1 - Math.Abs((2 * lightness) - 1)) * 0.65;
        double second = chroma * (1 - Math.Abs((hue % 2) - 1));
        double least = lightness - (chroma / 2);
        var (red, green, blue) = (int)hue switch
        {
            0 => (chroma, second, 0.0),
            1 => (second, chroma, 0.0),
            2 => (0.0, chroma, second),
            3 => (0.0, second, chroma),
            4 => (second, 0.0, chroma),
            _ => (chroma, 0.0, second),
        };
        return ((int)(255 * (red + least)), (int)(255 * (green + least)), (int)(255 * (blue + least)));
    }

    private static double Linear(int value) => Math.Pow(value / 255.0, Gamma);

    private static int Display(double value) => (int)Math.Round(255 * Math.Pow(Math.Clamp(value, 0, 1), 1 / Gamma));

    private static string Text((int Red, int Green, int Blue) rgb) => string.Create(CultureInfo.InvariantCulture, $"#{rgb.Red:x2}{rgb.Green:x2}{rgb.Blue:x2}");
}
