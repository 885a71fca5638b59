using System.CommandLine;
using Mixtura.Cli.Terminal;

namespace Mixtura.Cli.Commands;

/// <summary>One of the commands: declares itself and runs.</summary>
internal interface ICommand
{
    /// <summary>The examples of its help, one a line.</summary>
    string Examples { get; }

    /// <summary>Its name, arguments and options.</summary>
    Command Declare();

    /// <summary>Runs it.</summary>
    int Run(ParseResult parsed, CommandStreams streams);
}
