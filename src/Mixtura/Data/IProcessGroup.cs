namespace Mixtura.Data;

/// <summary>Processes that run the same program on the same rows, each reading a part of them: what they have to tell each other.</summary>
/// <remarks>
/// Every process takes the same decisions from the same sums, so each comes to the same calls in the same order. Messages are of a length that both sides know. One thread at a time.
/// A process that was asked to end says so (<see cref="Interrupted"/>) at the end of its sweep over the rows; all then end at the same place (<see cref="Ended"/>).
/// </remarks>
public interface IProcessGroup
{
    /// <summary>The number of this process, 0 … <see cref="Count"/> − 1. Process 0 is the one that prints and writes.</summary>
    int Rank { get; }

    /// <summary>The number of processes.</summary>
    int Count { get; }

    /// <summary>Set when this process was asked to end; the others need not know of it yet.</summary>
    CancellationToken Interrupted { get; }

    /// <summary>Set at the same place of the program in all processes, once one of them was asked to end, or failed: what a fit over shared rows is to be cancelled by.</summary>
    CancellationToken Ended { get; }

    /// <summary>Sets <see cref="Ended"/>; all processes call it at the same place.</summary>
    void EndAll();

    /// <summary>Sends a message to one process.</summary>
    /// <param name="rank">Its number.</param>
    /// <param name="message">The message.</param>
    void Send(int rank, ReadOnlySpan<byte> message);

    /// <summary>Waits for a message from one process.</summary>
    /// <param name="rank">Its number.</param>
    /// <param name="message">Receives the message, which is exactly so long.</param>
    void Receive(int rank, Span<byte> message);

    /// <summary>Gives all processes what one of them has; all call it.</summary>
    /// <param name="rank">The number of the one that has it.</param>
    /// <param name="message">What it has; receives it in the others.</param>
    void Broadcast(int rank, Span<byte> message);
}
