using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Families.Poisson;

/// <summary>Parameters by name: back to the bit, and refused by name where they cannot be.</summary>
public class PoissonDescriptionTests
{
    private static readonly ParameterArray Weights = new("weights", [0.25, 0.75], 2);
    private static readonly ParameterArray Rates = new("rates", [0, 1.5, 2, 1 / 3.0, 4, 1e9], 2, 3);

    [Fact]
    public void Describe_LeadsBackToTheBit()
    {
        var model = Create(Weights, Rates);
        var described = Counts.Family.Describe(model);
        Assert.Equal(["weights", "rates"], described.Select(static array => array.Name));
        Assert.Equal([2, 3], described[1].Shape);
        var again = Create([.. described]);
        Agree.Exactly(model.Weights, again.Weights, "weights");
        Agree.Exactly(model.Rates, again.Rates, "rates");
    }

    public static TheoryData<string, ParameterArray[]> Impossible => new()
    {
        { "'rates' is missing among weights", [Weights] },
        { "'weights' is missing among no parameters", [] },
        { "'rates' is 6 where 2×D is needed", [Weights, new("rates", Rates.Values, 6)] },
        { "'rates' is 3×2 where 2×D is needed", [Weights, new("rates", Rates.Values, 3, 2)] },
        { "'weights' is 1×2 where K numbers are needed", [new("weights", [0.5, 0.5], 1, 2), Rates] },
        { "'weights' is one number where K numbers are needed", [new("weights", [1]), Rates] },
        { "The weight of component 1 is -0.5", [new("weights", [1.5, -0.5], 2), Rates] },
        { "The weights sum to 0.75", [new("weights", [0.25, 0.5], 2), Rates] },
        { "The rate of component 1 is -4 in feature 1", [Weights, new("rates", [0, 1, 2, 3, -4, 5], 2, 3)] },
        { "The rate of component 0 is NaN in feature 2", [Weights, new("rates", [0, 1, double.NaN, 3, 4, 5], 2, 3)] },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void WhatCannotBe_IsNamed(string message, ParameterArray[] parameters)
    {
        var error = Assert.Throws<InputException>(() => Create(parameters));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static Mixtura.Families.Poisson.PoissonParameters Create(params ParameterArray[] parameters) =>
        Counts.Family.Create(parameters.ToDictionary(static array => array.Name));
}
