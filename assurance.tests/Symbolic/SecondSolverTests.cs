using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit.Abstractions;

namespace CognitoStack.Assurance.Symbolic;

/// <summary>Z3 decides as <see cref="Solver"/> does whether a statement lies within others, for every request. <c>SECOND_SOLVER=20000</c> asks so often.</summary>
public sealed class SecondSolverTests(ITestOutputHelper output)
{
    private const string Identities = "cognito-identity.amazonaws.com";

    // What it has not decided by then, it has not after a minute either.
    private const int MillisecondsAQuestion = 1000;
    private static readonly int Times = int.Parse(
        Environment.GetEnvironmentVariable("SECOND_SOLVER") ?? "2000",
        CultureInfo.InvariantCulture
    );

    /// <summary>Where the solver finds a request, Z3 is shown it: it finds few by itself. Where it finds none, Z3 looks for one.</summary>
    [Fact]
    public void Z3_finds_no_request_where_the_solver_finds_none_and_takes_those_that_it_finds()
    {
        List<(string Question, bool IsFound)> asked = [];
        var unasked = 0;
        Gen.Select(PolicyGen.Statement, PolicyGen.Statement.Select(Gen.Int[0, 7]).Array[1, 3])
            .Sample(
                (statement, others) =>
                {
                    var reader = new PolicyReader(Identities);
                    var near = others.Select(o => Mixed(statement, o.Item1, o.Item2)).ToArray();
                    var rights = reader.Read(Policies.Of(near), "Allow", Side.Narrow).ToList();
                    foreach (var left in reader.Read(Policies.Of(statement), "Allow", Side.Wide))
                    {
                        var found = new Solver().Outside(left, rights);
                        if (SmtLib.Question(left, rights, found) is { } question)
                            asked.Add((question, found is not null));
                        else
                            unasked++;
                    }
                },
                iter: Times,
                threads: 1
            );

        var clock = Stopwatch.StartNew();
        var answers = Ask(asked.Select(a => a.Question));
        var undecided = answers.Count(a => a is not ("sat" or "unsat"));
        output.WriteLine(
            $"{asked.Count} questions, {unasked} not asked: {answers.Count(a => a == "sat")} requests, {answers.Count(a => a == "unsat")} times none, {undecided} undecided, in {clock.Elapsed.TotalSeconds:0} s"
        );
        Assert.Equal(asked.Count, answers.Count);
        Assert.All(
            asked.Zip(answers),
            a =>
                Assert.False(
                    a.Second == (a.First.IsFound ? "unsat" : "sat"),
                    $"The solver finds {(a.First.IsFound ? "a" : "no")} request, Z3 says {a.Second}: {a.First.Question}"
                )
        );
        // An answer of nothing is none.
        Assert.InRange(undecided, 0, asked.Count / 20);
        Assert.InRange(answers.Count(a => a == "unsat"), asked.Count / 10, asked.Count);
    }

    /// <summary>A statement with some elements of another: it holds nearly the same.</summary>
    private static JsonObject Mixed(JsonObject statement, JsonObject other, int elements)
    {
        var mixed = statement.DeepClone().AsObject();
        foreach (var (element, bit) in new[] { ("Action", 1), ("Resource", 2), ("Condition", 4) })
            if ((elements & bit) != 0)
                foreach (var name in new[] { element, $"Not{element}" })
                {
                    mixed.Remove(name);
                    if (other[name] is { } value)
                        mixed[name] = value.DeepClone();
                }

        return mixed;
    }

    private static List<string> Ask(IEnumerable<string> questions)
    {
        using var z3 = Process.Start(
            new ProcessStartInfo("node", [Repository.File("assurance.tests/Symbolic/second-solver.mjs"), $"{MillisecondsAQuestion}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var answers = z3.StandardOutput.ReadToEndAsync();
        foreach (var question in questions)
            z3.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        z3.StandardInput.Close();
        z3.WaitForExit();
        return [.. answers.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
