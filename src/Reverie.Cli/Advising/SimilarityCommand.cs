using System.CommandLine;
using System.Globalization;
using Reverie.Language.Advisers.Similarity;

namespace Reverie.Cli.Advising;

/// <summary><c>reverie similarity</c>: how alike two sentences are to the adviser's measure.</summary>
internal static class SimilarityCommand
{
    internal static Command Create()
    {
        var a = new Argument<string>("a") { Description = "A sentence, such as an action's caption: \"turn left.\"" };
        var b = new Argument<string>("b") { Description = "Another, such as a line of an adviser's answer: \"go left\"" };
        var command = new Command("similarity", "Says how alike two sentences are: the cosine of their all-MiniLM-L6-v2 embeddings.") { a, b };
        command.SetAction(result => ErrorReport.Guard(() =>
        {
            using var embedder = SentenceEmbedder.Load();
            float cosine = new CosineSimilarity(embedder).Of(result.GetRequiredValue(a), result.GetRequiredValue(b));
            Console.WriteLine(cosine.ToString("0.0000", CultureInfo.InvariantCulture));
            return 0;
        }));
        return command;
    }
}
