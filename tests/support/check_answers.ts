/** Ends the tests of a file at an answer that its endpoint does not document: its sentence says what to list where. */
export function checkAnswers(wrong: Error): void {
  reportError(wrong);
}
