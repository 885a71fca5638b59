namespace Mixtura.IO;

/// <summary>What all cells of a kept column are, so that a typed table can hold them without losing anything.</summary>
public enum KeptType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Whole numbers of 64 bits, written in the shortest way.</summary>
    Whole,

    /// <summary>Numbers of which a double holds every digit, written as JSON has them.</summary>
    Number,
}
