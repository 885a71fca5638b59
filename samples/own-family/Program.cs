// A kind of component of one's own, with everything that the library's have: dotnet run --project samples/own-family
using Mixtura.Data;
using Mixtura.Estimation;
using Mixtura.Mixtures;
using Mixtura.Selection;
using Winds;

// speeds on calm and on stormy days, in m/s
var family = new RayleighFamily();
var truth = new Mixture<WindSpeeds, Sums>(family, new WindSpeeds([0.75, 0.25], [3, 12]));
var speeds = new MemoryRows(truth.Sample(5_000, seed: 1));

// one component has a closed form, σ² = Σx²/2N
var one = Mixture.Fit(family, speeds, components: 1);
double squares = speeds.Matrix.Values.ToArray().Sum(static speed => speed * speed);
Console.WriteLine($"one component: scale {ScalesOf(one.Model)[0]:F6}, closed form {Math.Sqrt(squares / (2 * speeds.Rows)):F6}");

// starts, search and criteria are the library's
var selection = ModelSelection.Search(speeds, [1, 2, 3], [ComponentKind.Of(family)]);
var best = selection.Best!.Fit!;
Console.WriteLine($"by BIC {best.Model.Components} components: {best.StopReason} after {best.Iterations} iterations");
Console.WriteLine($"scales {string.Join(", ", ScalesOf(best.Model).Select(static scale => $"{scale:F3}"))}, weights {string.Join(", ", best.Model.ParameterArrays[0].Values.Select(static weight => $"{weight:F3}"))}");

// and so are predictions
best.Model.Predict([9.0], out double probability);
Console.WriteLine($"9 m/s: component {best.Model.Predict([9.0])}, probability {probability:F3}, log density {best.Model.LogDensity([9.0]):F4}");

static IReadOnlyList<double> ScalesOf(Mixture mixture) => mixture.ParameterArrays[1].Values;
