using System.Text;
using Microsoft.Extensions.AI;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Chat;

/// <summary>Asks a chat model one question once.</summary>
/// <param name="client">The chat model.</param>
/// <param name="prompt">What goes with every question.</param>
/// <param name="sampling">How it answers.</param>
/// <param name="limits">How long it may take.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatExchange(IChatClient client, PromptTemplate prompt, SamplingOptions sampling, LimitOptions limits, TimeProvider time)
{
    // A letter or more a token; what is longer than that is no answer to a question that named a limit.
    private const int LettersPerToken = 64;

    /// <summary>Sends the question and gathers the answer as it comes, so that silence can be told from a long answer.</summary>
    /// <exception cref="ExchangeException">There was none.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    internal async Task<Answer> AskAsync(Question question, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        var silence = TimeSpan.FromSeconds(limits.SilenceSeconds);
        using var patience = new CancellationTokenSource(silence, time);
        using var longest = new CancellationTokenSource(TimeSpan.FromSeconds(limits.LongestSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token, longest.Token);
        try
        {
            var text = new StringBuilder();
            UsageDetails? usage = null;
            bool isWhole = false;
            var messages = ChatMessages.Of(prompt, question);
            var updates = client.GetStreamingResponseAsync(messages, Options(question), either.Token).GetAsyncEnumerator(either.Token);
            // Not disposed where it hangs: that would wait for it.
            while (await updates.MoveNextAsync().AsTask().WaitAsync(either.Token))
            {
                patience.CancelAfter(silence);
                text.Append(updates.Current.Text);
                usage = updates.Current.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
                isWhole |= updates.Current.FinishReason is not null;
                if (text.Length > sampling.MaxTokens * LettersPerToken)
                    throw new ExchangeException(AnswerFailure.Broken, "the answer does not end");
            }
            await updates.DisposeAsync();
            return isWhole
                ? ToAnswer(text.ToString(), usage, messages) with { Latency = time.GetElapsedTime(start) }
                : throw new ExchangeException(AnswerFailure.Broken, "the answer was cut off");
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            throw ExchangeException.From(e);
        }
    }

    /// <summary>Without a count of the endpoint's, four letters are taken for a token.</summary>
    private Answer ToAnswer(string text, UsageDetails? usage, List<ChatMessage> messages)
    {
        long input = usage?.InputTokenCount ?? messages.Sum(message => message.Text.Length + 3) / 4;
        long output = usage?.OutputTokenCount ?? (text.Length + 3) / 4;
        return new(text)
        {
            InputTokens = input,
            OutputTokens = output,
            Money = ((input * limits.PricePerMillionInputTokens) + (output * limits.PricePerMillionOutputTokens)) / 1e6,
        };
    }

    private ChatOptions Options(Question question)
    {
        var options = sampling.ToChatOptions();
        if (question.Choices.Count > 0)
        {
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(ChoiceFormat.Schema(question.Choices), "action", "The one action to take now.");
            options.AdditionalProperties = new() { ["strict"] = true };
        }
        return options;
    }
}
