using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Local;

/// <summary>A model of this process that writes answers.</summary>
public interface IAnsweringModel : IDisposable
{
    /// <summary>Writes an answer.</summary>
    /// <param name="messages">Roles and what they said; a model without a chat template is asked the last one alone.</param>
    /// <param name="prompt">How such a model is asked.</param>
    /// <param name="sampling">How it answers. The same question and seed give the same answer.</param>
    /// <returns>The answer, and the tokens of question and answer.</returns>
    /// <exception cref="AdviserException">The question is longer than what the model can read.</exception>
    (string Text, int InputTokens, int OutputTokens) Answer(
        IReadOnlyList<(string Role, string Content)> messages, PromptTemplate prompt, SamplingOptions sampling);
}
